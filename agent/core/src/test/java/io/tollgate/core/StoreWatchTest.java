package io.tollgate.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.HandClock;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWatchTest {
  private static final TestKey KEY = TestKey.generate();

  @TempDir private Path folder = Path.of("");
  private final HandClock clock = new HandClock(864_000_000);
  private final List<String> events = new ArrayList<>();
  private final List<Store> opened = new ArrayList<>();
  private Policy policy = policy(Path.of("none"));

  @BeforeEach
  void readPolicy() {
    policy = policy(folder.resolve("denylist"));
  }

  @AfterEach
  void close() {
    for (Store store : opened) {
      store.close();
    }
  }

  @Test
  void aStoreThatIsAwayIsToldOnceAndSoIsItsReturnAndNeitherIsARejectedToken() throws Exception {
    Store store = store("one");
    store.license();
    store.close();
    byte[] whole = Files.readAllBytes(file("one"));
    Files.writeString(file("one"), "something else\n".repeat(1_000));
    StoreWatch watch = watch(store);
    watch.look();
    clock.move(10_000);
    watch.look();
    assertEquals(List.of("LICENSE_OFFLINE " + ErrorCode.STORE_FAILED.code()), events);
    Files.write(file("one"), whole);
    clock.move(10_000);
    watch.look();
    watch.look();
    assertEquals("LICENSE_OFFLINE the store is there again", events.get(1));
    assertEquals(2, events.size());
  }

  @Test
  void whatFailsInsideOfTheAgentIsToldOnceAndTheWatchGoesOn() throws Exception {
    Store store = store("one");
    List<String> looks = new ArrayList<>();
    StoreWatch watch =
        watch(
            store,
            keeper(),
            to -> {
              looks.add("look");
              throw new IllegalStateException("test");
            });
    watch.look();
    watch.look();
    watch.look();
    assertEquals(List.of("look", "look", "look"), looks);
    assertEquals(List.of("LICENSE_OFFLINE " + ErrorCode.STORE_FAILED.code()), events);
  }

  @Test
  void aDenylistIsPutIntoADatabaseThatWasMadeAnewOrIsAnOlderOne() throws Exception {
    byte[] list = denylist(5);
    Files.write(folder.resolve("denylist"), list);
    LicenseKeeper keeper = keeper();
    Store store = store("one");
    StoreWatch watch = watch(store, keeper);
    watch.look();
    assertArrayEquals(list, store.denylist().orElseThrow());
    store.close();
    Files.delete(file("one"));
    watch.look();
    assertArrayEquals(list, store.denylist().orElseThrow());
    Store older = store("older");
    older.rememberDenylist(3, denylist(3));
    watch(older, keeper).look();
    assertEquals(OptionalLong.of(5), older.denylistNumber());
  }

  @Test
  void aNewerDenylistOfAnotherJvmIsTaken() throws Exception {
    Files.write(folder.resolve("denylist"), denylist(5));
    LicenseKeeper keeper = keeper();
    Store store = store("one");
    store.rememberDenylist(6, denylist(6));
    watch(store, keeper).look();
    assertEquals(6, keeper.denylistNumber());
    assertEquals(OptionalLong.of(6), store.denylistNumber());
  }

  private Path file(String name) {
    return folder.resolve(name).resolve("store.mv.db");
  }

  private Store store(String name) {
    Store store = TestStores.embedded(folder.resolve(name), clock);
    opened.add(store);
    return store;
  }

  private StoreWatch watch(Store store) throws RefusedException {
    return watch(store, keeper());
  }

  private StoreWatch watch(Store store, LicenseKeeper keeper) throws RefusedException {
    return watch(store, keeper, to -> {});
  }

  private StoreWatch watch(Store store, LicenseKeeper keeper, StoreWatch.Outgoing outgoing)
      throws RefusedException {
    StoreLink link =
        StoreLink.of(
            SettingsReader.read("", new JvmEnvironment()),
            "Orders",
            new LocalFiles(),
            StateFolder.none(new LocalFiles()),
            clock);
    return new StoreWatch(link, store, keeper, clock, outgoing);
  }

  private LicenseKeeper keeper() {
    LicenseKeeper keeper =
        new LicenseKeeper(
            new Verifier(policy),
            policy.rules(),
            List.of(),
            Vetoes.now(Revocations.read(policy, new LocalFiles())),
            clock.now());
    keeper.add(event -> events.add(text(event)));
    return keeper;
  }

  private static String text(LicenseEvent event) {
    return event.action().text()
        + " "
        + (event instanceof LicenseEvent.Problem problem
            ? problem.refusal().code().code()
            : event instanceof LicenseEvent.Remark remark ? remark.text() : "");
  }

  private static byte[] denylist(long seq) {
    return KEY.sign(
            "{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\"}", "{\"seq\":" + seq + ",\"revoked\":[]}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Policy policy(Path denylist) {
    String text =
        "product.name=Orders\nproduct.contact=C\nkeys.file=k\ndenylist.file=" + denylist + "\n";
    try {
      return PolicyReader.read(
          "policy",
          name -> (name.equals("k") ? KEY.jwk("k1") : text).getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }
}
