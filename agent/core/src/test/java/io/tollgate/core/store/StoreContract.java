package io.tollgate.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.store.Admission.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store does, whichever database it is in. */
abstract class StoreContract {
  private static final String CAP = "max_seats";

  private final List<Store> opened = new ArrayList<>();

  /**
   * Another store of this product in the same empty database, or the same one where one JVM has it.
   */
  abstract Store another(String product);

  /** One that loads the driver anew. */
  abstract Store newlyLoaded();

  private Store store(String product) {
    return closing(another(product));
  }

  private Store closing(Store store) {
    opened.add(store);
    return store;
  }

  Store store() {
    return store("Acme");
  }

  @AfterEach
  void closeAll() {
    for (Store store : opened) {
      store.close();
    }
  }

  @Test
  void aStoreThatNobodyPutALicenseIntoHasNone() throws StoreException {
    Store store = store();
    assertEquals(LicenseRow.NONE, store.license());
    assertEquals(Optional.empty(), store.back(0, "admin", 1));
  }

  @Test
  void itIsKnownToBeReachedOnceItHasDoneSomething() throws StoreException {
    Store store = store();
    assertEquals(Optional.empty(), store.reach());
    store.license();
    assertTrue(store.reach().orElseThrow().reached());
  }

  @Test
  void aLicenseThatIsPutThereMakesThePresentOneThePrevious() throws StoreException {
    Store store = store();
    LicenseRow first = new LicenseRow(1, Optional.of("a.b.c"), Optional.empty(), 1000, "alice");
    assertEquals(first, store.putLicense("a.b.c", "alice", 1000));
    assertEquals(first, store.license());
    LicenseRow second = new LicenseRow(2, Optional.of("d.e.f"), Optional.of("a.b.c"), 2000, "bob");
    assertEquals(second, store.putLicense("d.e.f", "bob", 2000));
    assertEquals(second, store.license());
  }

  @Test
  void oneStepBackIsAllThereIs() throws StoreException {
    Store store = store();
    store.putLicense("first", "alice", 1000);
    store.putLicense("second", "alice", 2000);
    LicenseRow back = new LicenseRow(3, Optional.of("first"), Optional.empty(), 3000, "bob");
    assertEquals(Optional.of(back), store.back(2, "bob", 3000));
    assertEquals(back, store.license());
    assertEquals(Optional.empty(), store.back(3, "bob", 4000));
    assertEquals(back, store.license());
  }

  @Test
  void noStepLeadsBackFromARowThatSomebodyHasChangedMeanwhile() throws StoreException {
    Store store = store();
    LicenseRow looked = store.putLicense("first", "alice", 1000);
    LicenseRow changed = store.putLicense("second", "bob", 2000);
    assertEquals(Optional.empty(), store.back(looked.revision(), "alice", 3000));
    assertEquals(changed, store.license());
  }

  @Test
  void aSeedIsTakenOnlyWhereThereNeverWasALicense() throws StoreException {
    Store store = store();
    LicenseRow seeded = new LicenseRow(1, Optional.of("seed"), Optional.empty(), 1000, "start");
    assertEquals(Optional.of(seeded), store.seedLicense("seed", "start", 1000));
    assertEquals(Optional.empty(), store.seedLicense("other", "start", 2000));
    assertEquals(seeded, store.license());
  }

  @Test
  void theLongestTokenOfAllIsKeptWhole() throws StoreException {
    String token = "x".repeat(16 * 1024);
    store().putLicense(token, "alice", 1);
    assertEquals(Optional.of(token), store().license().token());
  }

  @Test
  void productsDoNotSeeEachOther() throws StoreException {
    Store acme = store("Acme");
    Store other = store("Other");
    acme.putLicense("token", "alice", 1);
    acme.meters().admit(CAP, "k", 1, 1);
    acme.meters().add(CAP, List.of(new Calls("k", 1, 5)));
    acme.append(List.of("{}"));
    acme.rememberDenylist(7, new byte[] {1});
    assertEquals("one", acme.installation("one"));
    assertEquals(LicenseRow.NONE, other.license());
    assertEquals(new Admission(Outcome.NEW, 1), other.meters().admit(CAP, "k", 1, 1));
    assertEquals(Map.of(), other.meters().over(CAP, 0, 0));
    assertEquals(List.of(), other.tail(9));
    assertEquals(Optional.empty(), other.denylist());
    assertEquals("two", other.installation("two"));
  }

  @Test
  void aCapLetsInKeysUntilItIsFullAndKnownOnesForEver() throws StoreException {
    MeterRows meters = store().meters();
    assertEquals(new Admission(Outcome.NEW, 1), meters.admit(CAP, "a", 2, 1));
    assertEquals(new Admission(Outcome.KNOWN, 1), meters.admit(CAP, "a", 2, 2));
    assertEquals(new Admission(Outcome.NEW, 2), meters.admit(CAP, "b", 2, 3));
    assertEquals(new Admission(Outcome.FULL, 2), meters.admit(CAP, "c", 2, 4));
    assertEquals(new Admission(Outcome.KNOWN, 2), meters.admit(CAP, "b", 0, 5));
    assertEquals(new Admission(Outcome.FULL, 0), meters.admit("other_cap", "a", 0, 6));
    assertEquals(new Keys(List.of("a", "b"), 2, 2, 0), meters.keys(CAP, 0));
  }

  @Test
  void keysComeInTheirOrderFromAnyPositionOn() throws StoreException {
    MeterRows meters = store().meters();
    assertEquals(new Keys(List.of(), 0, 0, 0), meters.keys(CAP, 0));
    for (String key : List.of("z", "a", "m")) {
      meters.admit(CAP, key, 10, 1);
    }
    assertEquals(new Keys(List.of("z", "a", "m"), 3, 3, 0), meters.keys(CAP, 0));
    assertEquals(new Keys(List.of("m"), 3, 3, 0), meters.keys(CAP, 2));
    assertEquals(new Keys(List.of(), 3, 3, 0), meters.keys(CAP, 3));
  }

  @Test
  void aPurgeMakesRoomAndTellsReadersToStartOver() throws StoreException {
    MeterRows meters = store().meters();
    for (String key : List.of("a", "b", "c")) {
      meters.admit(CAP, key, 3, 1);
    }
    meters.add(CAP, List.of(new Calls("b", 1, 5), new Calls("c", 1, 5)));
    meters.remove(CAP, List.of("b", "unknown"));
    assertEquals(new Keys(List.of("a", "c"), 2, 3, 1), meters.keys(CAP, 0));
    assertEquals(Map.of("c", 5L), meters.calls(CAP, 0, List.of("b", "c")));
    assertEquals(new Admission(Outcome.NEW, 3), meters.admit(CAP, "d", 3, 2));
    assertEquals(new Keys(List.of("d"), 3, 4, 1), meters.keys(CAP, 3));
  }

  @Test
  void keysMayBeAnyTextAndAreNeverMixedUp() throws StoreException {
    MeterRows meters = store().meters();
    String longKey = "x".repeat(513);
    List<String> keys =
        List.of(
            "",
            " ",
            "k",
            "k ",
            "K",
            "k'; DROP TABLE tollgate_key; --",
            "\u00e4\u20ac\ud83d\ude00",
            "x".repeat(512),
            "\u20ac".repeat(512),
            longKey,
            longKey + "y",
            "nul\u0000",
            "half\ud800",
            "half\udc00",
            MeterRows.known(longKey));
    List<String> known = keys.stream().map(MeterRows::known).toList();
    for (int i = 0; i < keys.size(); i++) {
      assertEquals(new Admission(Outcome.NEW, i + 1), meters.admit(CAP, known.get(i), 99, 1));
    }
    for (String key : known) {
      assertEquals(Outcome.KNOWN, meters.admit(CAP, key, 99, 1).outcome());
    }
    assertEquals(known, meters.keys(CAP, 0).keys());
    assertEquals("k", MeterRows.known("k"));
    String hashed = MeterRows.known(longKey);
    assertEquals(7 + 64, hashed.length());
    meters.add(CAP, List.of(new Calls(hashed, 1, 2)));
    assertEquals(Map.of(hashed, 2L), meters.calls(CAP, 0, List.of(hashed, "k")));
    assertEquals(Map.of(hashed, 2L), meters.over(CAP, 0, 1));
    meters.remove(CAP, meters.over(CAP, 0, 1).keySet());
    assertEquals(Map.of(), meters.over(CAP, 0, 1));
    assertEquals(Outcome.NEW, meters.admit(CAP, hashed, 99, 1).outcome());
    meters.release(CAP, List.of(hashed));
    assertEquals(known.size() - 1, meters.keys(CAP, 0).used());
  }

  @Test
  void callsAddUpByKeyAndBucket() throws StoreException {
    MeterRows meters = store().meters();
    meters.add(CAP, List.of(new Calls("a", 1, 100), new Calls("b", 1, 1), new Calls("a", 1, 50)));
    meters.add(CAP, List.of(new Calls("a", 2, 150), new Calls("c", 2, 301)));
    meters.add(CAP, List.of(new Calls("a", 2, 1)));
    meters.add(CAP, List.of());
    assertEquals(Map.of("a", 301L, "b", 1L), meters.calls(CAP, 1, List.of("a", "b", "x")));
    assertEquals(Map.of("a", 151L), meters.calls(CAP, 2, List.of("a", "b")));
    assertEquals(Map.of("a", 301L, "c", 301L), meters.over(CAP, 1, 300));
    assertEquals(Map.of("c", 301L), meters.over(CAP, 2, 300));
    assertEquals(Map.of(), meters.over(CAP, 1, 301));
    meters.forget(CAP, 2);
    assertEquals(Map.of("a", 151L, "c", 301L), meters.over(CAP, 0, 0));
    assertEquals(Map.of(), meters.calls("other_cap", 0, List.of("a")));
  }

  @Test
  void aCallIsFreeOrNeedsAPlaceAndOneThatIsDeniedIsNone() throws StoreException {
    MeterRows meters = store().meters();
    assertEquals(new Counted(Outcome.FREE, 1, 0), meters.call(CAP, calls("a", 0), 1, 3, 1, 1));
    assertEquals(new Counted(Outcome.FREE, 3, 0), meters.call(CAP, calls("a", 1), 1, 3, 1, 1));
    assertEquals(new Counted(Outcome.NEW, 4, 1), meters.call(CAP, calls("a", 0), 1, 3, 1, 1));
    assertEquals(new Counted(Outcome.KNOWN, 7, 1), meters.call(CAP, calls("a", 2), 1, 3, 1, 1));
    assertEquals(new Counted(Outcome.FULL, 5, 1), meters.call(CAP, calls("b", 5), 1, 3, 1, 1));
    assertEquals(Map.of("a", 7L, "b", 5L), meters.over(CAP, 1, 0));
    assertEquals(new Counted(Outcome.FREE, 1, 0), meters.call(CAP, calls("b", 0), 6, 3, 1, 1));
    assertEquals(List.of("a"), meters.keys(CAP, 0).keys());
    assertEquals(new Keys(List.of(), 1, 1, 0), meters.keys(CAP, Long.MAX_VALUE));
  }

  private static Calls calls(String key, long calls) {
    return new Calls(key, 5, calls);
  }

  @Test
  void moreKeysThanOneStatementTakesAreCountedAll() throws StoreException {
    MeterRows meters = store().meters();
    List<Calls> calls = IntStream.range(0, 1_234).mapToObj(i -> new Calls("k" + i, 1, i)).toList();
    meters.add(CAP, calls);
    meters.add(CAP, calls);
    Map<String, Long> sums = meters.calls(CAP, 1, calls.stream().map(Calls::key).toList());
    assertEquals(1_234, sums.size());
    for (Calls of : calls) {
      assertEquals(2 * of.calls(), sums.get(of.key()));
    }
  }

  @Test
  void aForecastSeesWhenKeysCame() throws StoreException {
    MeterRows meters = store().meters();
    meters.admit(CAP, "a", 9, 300);
    meters.admit(CAP, "b", 9, 100);
    meters.admit(CAP, "a", 9, 900);
    assertEquals(new Newcomers(2, 100), meters.newcomers(CAP, 0));
    assertEquals(new Newcomers(1, 300), meters.newcomers(CAP, 101));
    assertEquals(new Newcomers(0, 0), meters.newcomers(CAP, 301));
  }

  @Test
  void auditLinesStayInOrderAndAreThereOnce() throws StoreException {
    Store store = store();
    store.append(List.of("{\"n\":1}", "{\"n\":2}"));
    store.append(List.of("{\"n\":2}", "{\"n\":3}"));
    assertEquals(List.of("{\"n\":1}", "{\"n\":2}", "{\"n\":3}"), store.tail(10));
    assertEquals(List.of("{\"n\":2}", "{\"n\":3}"), store.tail(2));
    String longest = "\u20ac".repeat(64 * 1024 / 3);
    store.append(List.of(longest));
    assertEquals(List.of(longest), store.tail(1));
  }

  @Test
  void aDenylistNeverGoesBack() throws StoreException {
    Store store = store();
    byte[] second = "second".getBytes(StandardCharsets.UTF_8);
    byte[] third = new byte[256 * 1024];
    store.rememberDenylist(2, second);
    store.rememberDenylist(1, new byte[] {1});
    store.rememberDenylist(2, new byte[] {2});
    assertArrayEquals(second, store.denylist().orElseThrow());
    store.rememberDenylist(3, third);
    assertArrayEquals(third, store.denylist().orElseThrow());
  }

  @Test
  void theFirstIdOfAnInstallationStays() throws StoreException {
    assertEquals("first", store().installation("first"));
    assertEquals("first", store().installation("second"));
  }

  @Test
  void whatWasStoredIsThereAfterTheStoreIsOpenedAgain() throws StoreException {
    Store store = store();
    store.meters().admit(CAP, "a", 1, 1);
    store.putLicense("token", "alice", 1);
    store.close();
    assertEquals(Outcome.KNOWN, store.meters().admit(CAP, "a", 1, 1).outcome());
    assertEquals(Optional.of("token"), store.license().token());
  }

  @Test
  void threadsThatRaceForTheLastPlacesNeverGetOneTooManyAndLoseNone() throws Exception {
    int limit = 50;
    List<Callable<Set<String>>> racers = new ArrayList<>();
    for (int racer = 0; racer < 3; racer++) {
      Store store = store();
      int first = racer * 20;
      racers.add(
          () -> {
            Set<String> letIn = new TreeSet<>();
            for (int i = 0; i < 40; i++) {
              String key = "k" + (first + i);
              if (store.meters().admit(CAP, key, limit, 1).outcome() != Outcome.FULL) {
                letIn.add(key);
              }
            }
            return letIn;
          });
    }
    Set<String> letIn = new TreeSet<>();
    for (Set<String> some : atOnce(racers)) {
      letIn.addAll(some);
    }
    Keys keys = store().meters().keys(CAP, 0);
    assertEquals(limit, keys.used());
    assertEquals(letIn, new TreeSet<>(keys.keys()));
    assertEquals(limit, keys.keys().size());
  }

  @Test
  void callsThatAreAddedAtOnceAreAllCounted() throws Exception {
    List<Callable<Boolean>> adders = new ArrayList<>();
    for (int adder = 0; adder < 3; adder++) {
      Store store = store();
      adders.add(
          () -> {
            for (int i = 0; i < 20; i++) {
              store.meters().add(CAP, List.of(new Calls("b", 1, 1), new Calls("a", 1, 2)));
            }
            return true;
          });
    }
    atOnce(adders);
    assertEquals(Map.of("a", 120L, "b", 60L), store().meters().calls(CAP, 1, List.of("a", "b")));
  }

  @Test
  void storesThatAreOpenedAtOnceAgreeOnWhatIsFirst() throws Exception {
    List<Callable<String>> openers = new ArrayList<>();
    for (int opener = 0; opener < 3; opener++) {
      Store store = store();
      String id = "id" + opener;
      openers.add(() -> store.installation(id));
    }
    assertEquals(1, Set.copyOf(atOnce(openers)).size());
  }

  @Test
  void anInterruptedCallerGetsItsAnswerAndStaysInterrupted() throws StoreException {
    Store store = store();
    Thread.currentThread().interrupt();
    try {
      assertEquals(Outcome.NEW, store.meters().admit(CAP, "a", 1, 1).outcome());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(Outcome.KNOWN, store.meters().admit(CAP, "a", 1, 1).outcome());
  }

  @Test
  void noDriverMakesItselfKnownToTheJvm() throws Exception {
    java.io.StringWriter log = new java.io.StringWriter();
    java.sql.DriverManager.setLogWriter(new java.io.PrintWriter(log));
    try {
      closing(newlyLoaded()).license();
    } finally {
      java.sql.DriverManager.setLogWriter(null);
    }
    long registered = log.toString().lines().filter(l -> l.startsWith("registerDriver")).count();
    long taken =
        log.toString().lines().filter(l -> l.startsWith("DriverManager.deregister")).count();
    assertEquals(registered, taken, log.toString());
  }

  @Test
  void noThreadOfAStoreHoldsOnToTheHost() throws StoreException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(new ClassLoader() {});
    try {
      closing(newlyLoaded()).license();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    int found = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.startsWith("tollgate-")
          || name.contains("H2")
          || name.contains("MVStore")
          || name.contains("PostgreSQL")) {
        found++;
        assertTrue(thread.isDaemon(), name);
        assertTrue(
            thread.getContextClassLoader() == null
                || thread.getContextClassLoader() == ClassLoader.getSystemClassLoader(),
            name);
      }
    }
    assertTrue(found > 0);
  }

  static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Fails with that code. */
  static StoreException assertFails(
      io.tollgate.verifier.license.ErrorCode code, org.junit.jupiter.api.function.Executable call) {
    StoreException e = assertThrows(StoreException.class, call);
    assertEquals(code, e.refusal().code(), e.refusal().problem());
    return e;
  }
}
