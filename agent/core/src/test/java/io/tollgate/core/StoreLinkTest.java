package io.tollgate.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.gate.Statuses;
import io.tollgate.core.http.Renewals;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.meter.Meters;
import io.tollgate.core.renewal.Renewal;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.StorePlace;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.state.StoreMirror;
import io.tollgate.core.status.StoreState;
import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.HandClock;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.Storage;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLinkTest {
  private static final TestKey KEY = TestKey.generate();
  private static final Renewals.Asker ASKER = new Renewals.Asker("192.0.2.7", "curl/8");

  @TempDir private Path folder = Path.of("");
  private final HandClock clock = new HandClock(864_000_000);
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void whatWasSeenLastIsThereForTheNextStart() throws Exception {
    StoreLink link = link(new LocalStorage());
    seen(link, row(4, "b", Optional.of("a")));
    assertEquals(List.of("a", "b"), held(link));
    assertEquals(List.of("a", "b"), held(link(new LocalStorage())));
    assertEquals(
        new StoreMirror(4, Optional.of("b"), Optional.of("a"), OptionalLong.of(clock.now())),
        StoreMirror.read(state(new LocalStorage())));
  }

  @Test
  void anotherLicenseUnderTheSameNumberIsNews() throws Exception {
    StoreLink link = link(new LocalStorage());
    seen(link, row(1, "a", Optional.empty()));
    seen(link, row(1, "b", Optional.empty()));
    assertEquals(List.of("", "b"), held(link));
    link.hold(row(1, "b", Optional.of("a")));
    assertEquals(List.of("a", "b"), held(link));
    assertEquals(List.of("a", "b"), held(link(new LocalStorage())));
  }

  @Test
  void anEmptyStoreTakesNothingAway() throws Exception {
    StoreLink link = link(new LocalStorage());
    seen(link, row(7, "b", Optional.of("a")));
    seen(link, LicenseRow.NONE);
    assertEquals(List.of("a", "b"), held(link));
    assertEquals(List.of("a", "b"), held(link(new LocalStorage())));
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() throws Exception {
    List<String> writes = new ArrayList<>();
    StoreLink link = link(new Written(writes));
    seen(link, row(1, "a", Optional.empty()));
    clock.move(1_000);
    seen(link, row(1, "a", Optional.empty()));
    assertEquals(1, writes.size(), writes.toString());
  }

  @Test
  void aLicenseThatIsPutIntoAStoreThatWasMadeAnewStays() throws Exception {
    StoreLink link = link(new LocalStorage());
    LicenseKeeper keeper = keeper(link);
    renew(keeper, link, store("first"), token("a", 1));
    assertEquals("a", ruling(keeper));
    Store anew = store("second");
    renew(keeper, link, anew, token("b", 2));
    link.look(anew);
    keeper.refresh(clock, false);
    assertEquals("b", ruling(keeper));
    assertEquals("b", ruling(keeper(link(new LocalStorage()))));
  }

  @Test
  void whereTheStoreIsAndWhetherItIsReachedIsKnownWithoutOpeningIt() throws Exception {
    assertEquals(Optional.empty(), link(new LocalStorage()).state());
    StoreLink link =
        StoreLink.of(
            SettingsReader.read(
                "store=jdbc:postgresql://192.0.2.1/orders?password=secret", new JvmEnvironment()),
            "Orders",
            new LocalFiles(),
            StateFolder.none(new LocalFiles()),
            clock);
    StoreState known = new StoreState("jdbc:postgresql://192.0.2.1/orders?...", Optional.empty());
    assertEquals(Optional.of(known), link.state());
    Store store = link.get(); // its driver is in an agent jar
    assertEquals(Optional.of(known), link.state());
    assertThrows(StoreException.class, store::license);
    clock.move(5_000);
    assertThrows(StoreException.class, store::license);
    assertEquals(
        Optional.of(new StoreState.Reached(false, 864_000_000)),
        link.state().orElseThrow().reach());
  }

  @Test
  void aFolderThatHangsKeepsNoGateOpen() throws Exception {
    CountDownLatch ends = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    StoreLink link = link(new Hanging(hangs, ends));
    GateKeeper gates = new GateKeeper();
    Store store = store("store");
    gates.meterBy(
        () -> {
          link.get(); // an agent jar's own, which a test has not
          return meters(store);
        },
        true);
    gates.changed(Statuses.withCaps(Map.of("seats", 1L)));
    Thread seeing = DaemonThreads.start("sees", () -> seen(link, row(1, "a", Optional.empty())));
    assertTrue(hangs.await(10, TimeUnit.SECONDS));
    Thread asking = DaemonThreads.start("asks", gates::meters);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          asking.join();
          gates.changed(Statuses.expired());
        });
    assertEquals(State.EXPIRED, gates.state());
    ends.countDown();
    seeing.join();
    assertEquals(List.of("", "a"), held(link));
  }

  @Test
  void aFolderThatHangsKeepsNobodyFromALicenseThatWasSeen() throws Exception {
    CountDownLatch ends = new CountDownLatch(1);
    StoreLink link = link(new Hanging(new CountDownLatch(1), ends));
    LicenseKeeper keeper = keeper(link);
    link.tell(keeper);
    assertFalse(keeper.status().opensGates());
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> seen(link, row(1, token("a", 1), Optional.empty())));
    assertEquals("a", ruling(keeper));
    ends.countDown();
  }

  @Test
  void whatWasReadBeforeARenewalTakesNothingBack() throws Exception {
    List<String> writes = new ArrayList<>();
    StoreLink link = link(new Written(writes));
    LicenseKeeper keeper = keeper(link);
    link.tell(keeper);
    Store store = store("store");
    store.putLicense(token("a", 1), "admin", 1);
    String renewed = token("b", 2);
    link.look(thenAtOnce(store, () -> renew(keeper, link, store, renewed)));
    assertEquals("b", ruling(keeper));
    assertEquals(renewed, held(link).get(1));
    assertEquals(1, writes.size(), writes.toString());
    link.look(store);
    assertEquals("b", ruling(keeper));
    assertEquals("b", ruling(keeper(link(new LocalStorage()))));
  }

  /** This store; what follows its answers comes before who asked has looked at them. */
  private static Store thenAtOnce(Store store, Runnable follows) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(store, arguments);
              follows.run();
              return answer;
            });
  }

  private static void seen(StoreLink link, LicenseRow row) {
    link.seen(row, link.newest());
  }

  private void renew(LicenseKeeper keeper, StoreLink link, Store store, String token) {
    Renewal renewal = new Renewal(keeper, clock, store, link::hold, Map::of);
    opened.add(renewal::close);
    assertEquals(
        Renewals.Outcome.DONE,
        renewal.renew(token.getBytes(StandardCharsets.US_ASCII), ASKER).outcome());
  }

  private Store store(String name) {
    Store store = TestStores.embedded(folder.resolve(name), new SystemClock());
    opened.add(store);
    return store;
  }

  private static Meters meters(Store store) {
    String policy = "meter.seats = a.B#c(..) key=0 count=distinct\n";
    try {
      return new Meters(
          PolicyReader.gates("policy", name -> policy.getBytes(StandardCharsets.UTF_8)),
          store.meters(),
          new SystemClock(),
          type -> {});
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private StateFolder state(Storage storage) {
    return new StateFolder(folder.resolve("state").toString(), new LocalFiles(), storage);
  }

  private StoreLink link(Storage storage) throws RefusedException {
    Settings settings =
        SettingsReader.read("state.dir=" + folder.resolve("state"), new JvmEnvironment());
    return StoreLink.of(settings, "Orders", new LocalFiles(), state(storage), clock);
  }

  private LicenseKeeper keeper(StoreLink link) {
    String text = "product.name=Orders\nproduct.contact=C\nkeys.file=k\n";
    try {
      Policy policy =
          PolicyReader.read(
              "policy",
              name -> (name.equals("k") ? KEY.jwk("k1") : text).getBytes(StandardCharsets.UTF_8));
      return new LicenseKeeper(
          new Verifier(policy),
          policy.rules(),
          List.copyOf(link.places()),
          Vetoes.now(Revocations.read(policy, new LocalFiles())),
          clock.now());
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static String token(String id, long issued) {
    return KEY.sign(
        "{\"alg\":\"ES256\"}",
        "{\"sub\":\"acme\",\"jti\":\"" + id + "\",\"iat\":" + issued + ",\"exp\":86400000}");
  }

  private static String ruling(LicenseKeeper keeper) {
    return keeper.status().license().orElseThrow().licenseId();
  }

  private static List<String> held(StoreLink link) {
    List<String> held = new ArrayList<>();
    for (StorePlace place : link.places()) {
      held.add(
          place.read() instanceof PlaceContent.Found found
              ? new String(found.bytes(), StandardCharsets.US_ASCII)
              : "");
    }
    return held;
  }

  private static LicenseRow row(long revision, String token, Optional<String> previous) {
    return new LicenseRow(revision, Optional.of(token), previous, 1, "admin");
  }

  /** Says what it writes. */
  private record Written(List<String> writes) implements Storage {
    @Override
    public void open(String path) throws IOException {
      new LocalStorage().open(path);
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
      writes.add(path);
      new LocalStorage().replace(path, content);
    }

    @Override
    public void reserve(String path) throws IOException {
      new LocalStorage().reserve(path);
    }
  }

  /** A mount whose server is away: nothing returns until it is there again. */
  private record Hanging(CountDownLatch hangs, CountDownLatch ends) implements Storage {
    @Override
    public void open(String path) throws IOException {
      hangs.countDown();
      try {
        ends.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void replace(String path, byte[] content) {}

    @Override
    public void reserve(String path) {}
  }
}
