package io.tollgate.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.policy.PolicyFolder;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.Storage;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  private final FileSystem files = new LocalFiles();
  private @TempDir Path folder = Path.of("");
  private Policy bound = Policy.of(new TrustedKeys(List.of()));

  @BeforeEach
  void bindLicenses() throws IOException, RefusedException {
    bound = policy("claims.installation=installation\n");
  }

  private Policy policy(String line) throws IOException, RefusedException {
    Files.writeString(folder.resolve("k1.json"), TestKey.generate().jwk("k1"));
    Path file = folder.resolve("policy.properties");
    Files.writeString(file, "product.name=Orders\nproduct.contact=C\nkeys.file=k1.json\n" + line);
    return PolicyReader.read("policy.properties", new PolicyFolder(file.toFile(), files));
  }

  private static Settings settings(String argument) throws RefusedException {
    return SettingsReader.read(argument, new JvmEnvironment());
  }

  private Optional<String> id(Policy policy, String argument, Path state, Store store)
      throws RefusedException {
    StateFolder remembered = new StateFolder(state.toString(), files, new LocalStorage());
    return Installation.of(policy, settings(argument), remembered, files, () -> store);
  }

  @Test
  void whatTheOperatorSaysCounts() throws Exception {
    Path state = folder.resolve("state");
    assertEquals(
        Optional.of("site-1"), id(bound, "installation.id=site-1", state, TestStores.none()));
    Path file = Files.writeString(folder.resolve("uid"), " 4f1c-namespace \n");
    assertEquals(
        Optional.of("4f1c-namespace"),
        id(bound, "installation.id=file:" + file, state, TestStores.none()));
  }

  @Test
  void aFileThatHoldsNoIdIsAMistakeInTheSettings() {
    RefusedException refused =
        assertThrows(
            RefusedException.class,
            () -> id(bound, "installation.id=file:/nowhere", folder, TestStores.none()));
    assertEquals(ErrorCode.SETTING_VALUE, refused.refusal().code());
    assertTrue(refused.refusal().detail().contains("/nowhere"), refused.refusal().detail());
  }

  @Test
  void theStoresIdIsMadeOnceAndRemembered() throws Exception {
    Path state = folder.resolve("state");
    try (Store store = TestStores.embedded(state, new SystemClock())) {
      Optional<String> made = id(bound, "", state, store);
      assertTrue(made.orElseThrow().length() > 30, made::toString);
      assertEquals(made, id(bound, "", folder.resolve("of another pod"), store));
      assertEquals(made, id(bound, "", state, TestStores.none()));
    }
  }

  @Test
  void aStartDoesNotWaitForAStoreThatDoesNotAnswerAndTheNextOneHasItsId() throws Exception {
    Path state = folder.resolve("pod");
    CountDownLatch answers = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    StateFolder remembered = new StateFolder(state.toString(), files, new Telling(written));
    try (Store store = TestStores.embedded(folder.resolve("store"), new SystemClock())) {
      Supplier<Store> slow =
          () -> {
            await(answers);
            return store;
          };
      assertTimeoutPreemptively(
          Duration.ofSeconds(4),
          () ->
              assertEquals(
                  Optional.empty(),
                  Installation.of(bound, settings(""), remembered, files, slow, 50)));
      answers.countDown();
      assertTrue(written.await(10, TimeUnit.SECONDS));
      Optional<String> known = Installation.remembered(remembered);
      assertTrue(known.isPresent());
      assertEquals(known, id(bound, "", state, TestStores.none()));
    }
  }

  /** Says when it has written something. */
  private record Telling(CountDownLatch written) implements Storage {
    @Override
    public void open(String path) throws IOException {
      new LocalStorage().open(path);
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
      new LocalStorage().replace(path, content);
      written.countDown();
    }

    @Override
    public void reserve(String path) {
      throw new AssertionError(path);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void twoInstallationsAreNotTheSame() throws Exception {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    try (Store first = TestStores.embedded(one, new SystemClock());
        Store second = TestStores.embedded(two, new SystemClock())) {
      assertNotEquals(id(bound, "", one, first), id(bound, "", two, second));
    }
  }

  @Test
  void withoutAStoreOrWithoutANeedThereIsNone() throws Exception {
    Path state = folder.resolve("state");
    assertEquals(Optional.empty(), id(bound, "", state, TestStores.none()));
    assertEquals(Optional.empty(), id(policy(""), "", state, TestStores.none()));
    assertTrue(Files.notExists(state));
  }
}
