package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.gate.Statuses;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.HandClock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
  private static final long DAY = 86_400_000;
  private static final String POLICY =
      """
      meter.users = a.B#c(..) key=0 count=distinct
      meter.busy  = a.B#c(..) key=0 window=P7D over=300
      """;

  private final HandClock clock = new HandClock(1_000 * DAY);
  private @TempDir Path folder = Path.of("");
  private Store store = TestStores.none();
  private Meters meters = meters(POLICY);

  @BeforeEach
  void openTheStore() {
    store = TestStores.embedded(folder, clock);
    meters = meters(POLICY);
    license(Map.of("users", 2L, "busy", 1L));
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  private Meters meters(String policy) {
    return Away.meters(policy, store.meters(), clock);
  }

  private void license(Map<String, Long> caps) {
    meters.licensed(Statuses.withCaps(caps));
  }

  private boolean letsIn(String cap, Object key) {
    return refusal(meters, cap, key).isEmpty();
  }

  /** The code; empty if the call may go on. */
  private static String refusal(Meters meters, String cap, Object key) {
    String[] problem = meters.meter(cap).apply(key);
    return problem.length == 0 ? "" : problem[1];
  }

  private void assertDenied(ErrorCode code, String cap, Object key) {
    assertEquals(code.code(), refusal(meters, cap, key));
  }

  @Test
  void atTheCapNewKeysAreDeniedAndKnownKeysGoOn() {
    assertTrue(letsIn("users", "ann"));
    assertTrue(letsIn("users", "bob"));
    assertDenied(ErrorCode.CAP_FULL, "users", "cid");
    assertTrue(letsIn("users", "ann"));
    assertEquals(2L, meters.used().get("users"));
  }

  @Test
  void oneKeyIsOneWhateverItsType() {
    assertTrue(letsIn("users", 7));
    assertTrue(letsIn("users", 7L));
    assertTrue(letsIn("users", "7"));
    assertEquals(1L, meters.used().get("users"));
  }

  @Test
  void loweringACapBreaksNothingThatExists() {
    letsIn("users", "ann");
    letsIn("users", "bob");
    license(Map.of("users", 1L));
    assertTrue(letsIn("users", "ann"));
    assertTrue(letsIn("users", "bob"));
    assertFalse(letsIn("users", "cid"));
    license(Map.of("users", 3L));
    meters.settle();
    assertTrue(letsIn("users", "cid"));
  }

  @Test
  void aCapThatTheLicenseDoesNotNameAllowsNothing() {
    license(Map.of());
    assertDenied(ErrorCode.CAP_NOT_LICENSED, "users", "ann");
  }

  @Test
  void anEvaluationHasNoLimit() {
    meters.licensed(Statuses.evaluation());
    for (int i = 0; i < 5; i++) {
      assertTrue(letsIn("users", i));
    }
  }

  @Test
  void countsSurviveARestart() {
    letsIn("users", "ann");
    letsIn("users", "bob");
    store.close();
    meters = meters(POLICY);
    license(Map.of("users", 2L));
    assertFalse(letsIn("users", "cid"));
    assertTrue(letsIn("users", "bob"));
    meters.settle();
    assertEquals(2L, meters.used().get("users"));
  }

  @Test
  void aPurgedKeyMakesRoomAndHasToAskAgain() {
    letsIn("users", "ann");
    letsIn("users", "bob");
    meters.purge(new String[] {"users", "ann"});
    assertTrue(letsIn("users", "cid"));
    assertFalse(letsIn("users", "ann"));
  }

  @Test
  void whatAnotherJvmPurgesIsForgottenHere() {
    letsIn("users", "ann");
    letsIn("users", "bob");
    meters.settle();
    Meters other = meters(POLICY);
    other.licensed(Statuses.withCaps(Map.of("users", 2L)));
    other.purge(new String[] {"users", "ann"});
    assertTrue(refusal(other, "users", "cid").isEmpty());
    meters.settle();
    assertFalse(letsIn("users", "ann"));
    assertTrue(letsIn("users", "cid"));
  }

  @Test
  void twoJvmsThatRaceNeverLetInMoreThanTheCap() {
    Meters other = meters(POLICY);
    license(Map.of("users", 20L));
    other.licensed(Statuses.withCaps(Map.of("users", 20L)));
    Set<Integer> in = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              Meters either = i % 2 == 0 ? meters : other;
              if (refusal(either, "users", i % 50).isEmpty()) {
                in.add(i % 50);
              }
            });
    assertEquals(20, in.size());
    meters.settle();
    assertEquals(20L, meters.used().get("users"));
  }

  @Test
  void theCallAfterTheFreeOnesNeedsAPlace() throws StoreException {
    for (int i = 0; i < 300; i++) {
      assertTrue(letsIn("busy", "a"));
    }
    settleTwice();
    assertEquals(0L, meters.used().get("busy"));
    assertTrue(letsIn("busy", "a"));
    assertEquals(List.of("a"), store.meters().keys("busy", 0).keys());
    assertEquals(1L, meters.used().get("busy"));
  }

  @Test
  void atTheCapABusyKeyGoesOnAndAnotherStopsAtItsLastFreeCall() {
    call("a", 301);
    call("b", 300);
    assertDenied(ErrorCode.CAP_FULL, "busy", "b");
    assertTrue(letsIn("busy", "a"));
    meters.settle();
    assertFalse(letsIn("busy", "b"));
  }

  @Test
  void deniedCallsDoNotCount() {
    call("a", 301);
    call("b", 300);
    for (int i = 0; i < 10; i++) {
      letsIn("busy", "b");
    }
    license(Map.of("busy", 2L));
    meters.settle();
    assertTrue(letsIn("busy", "b"));
    meters.settle();
    assertEquals(Map.of("a", 301L, "b", 301L), sums());
  }

  @Test
  void whatLeavesTheWindowFreesThePlaceAndNotBefore() {
    call("a", 301);
    meters.settle();
    clock.move(7 * DAY - 3 * 60 * 60_000);
    meters.settle();
    assertEquals(1L, meters.used().get("busy"));
    clock.move(4 * 60 * 60_000);
    settleTwice();
    assertEquals(0L, meters.used().get("busy"));
    call("b", 301);
    assertEquals(1L, meters.used().get("busy"));
  }

  @Test
  void aKeyThatIsCalledEachMinuteAsksTheStoreOnce() {
    Away away = new Away(store);
    meters = away.meters(POLICY, clock);
    license(Map.of("busy", 1L));
    call("a", 1);
    away.loses("call");
    for (int i = 0; i < 3; i++) {
      call("a", 1);
      clock.move(61_000);
      meters.settle();
    }
    call("a", 1);
  }

  @Test
  void aKeyThatLosesItsPlaceKeepsTheCallsThatAreStillInTheWindow() {
    call("a", 200);
    meters.settle();
    clock.move(4 * DAY);
    call("a", 101);
    meters.settle();
    assertEquals(1L, meters.used().get("busy"));
    clock.move(4 * DAY);
    settleTwice();
    assertEquals(0L, meters.used().get("busy"));
    assertEquals(Map.of("a", 101L), sums());
  }

  @Test
  void callsOfTwoJvmsAreAddedUp() {
    Meters other = meters(POLICY);
    other.licensed(Statuses.withCaps(Map.of("busy", 0L)));
    for (int i = 0; i < 200; i++) {
      assertEquals("", refusal(other, "busy", "a"));
    }
    other.settle();
    license(Map.of("busy", 0L));
    call("a", 100);
    assertFalse(letsIn("busy", "a"));
  }

  @Test
  void callsInAWindowSurviveARestart() {
    call("a", 300);
    meters.settle();
    meters = meters(POLICY);
    license(Map.of("busy", 0L));
    assertFalse(letsIn("busy", "a"));
  }

  @Test
  void withoutAStoreANewKeyIsDeniedUnlessThePolicyAllowsIt() {
    store = TestStores.none();
    meters = meters(POLICY);
    license(Map.of("users", 1L));
    assertDenied(ErrorCode.CAP_NOT_COUNTED, "users", "ann");
    meters.settle();
    assertTrue(meters.problem().isPresent());
    meters = meters(POLICY + "gate.store-down = allow\n");
    license(Map.of("users", 1L));
    assertTrue(letsIn("users", "ann"));
    assertTrue(letsIn("users", "ann"));
    assertFalse(letsIn("users", "bob"));
    assertEquals(1L, meters.used().get("users"));
  }

  @Test
  void whoWasLetInWhileTheStoreWasAwayIsWrittenDownWhenItIsBack() throws StoreException {
    Away away = new Away(store);
    meters = away.meters(POLICY + "gate.store-down = allow\n", clock);
    license(Map.of("users", 2L));
    away.isAway(true);
    assertTrue(letsIn("users", "ann"));
    away.isAway(false);
    meters.settle();
    assertEquals(List.of("ann"), store.meters().keys("users", 0).keys());
    assertEquals(1L, meters.used().get("users"));
  }

  @Test
  void eachStepOfFillingUpIsToldOnce() {
    license(Map.of("users", 4L));
    List<ErrorCode> told = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      letsIn("users", i);
      for (Refusal news : meters.settle()) {
        told.add(news.code());
      }
    }
    assertEquals(List.of(ErrorCode.CAP_FILLS, ErrorCode.CAP_REACHED), told);
    assertEquals(List.of(), meters.settle());
  }

  @Test
  void aSteadyGrowthIsForecast() {
    license(Map.of("users", 10L));
    for (int i = 0; i < 4; i++) {
      letsIn("users", i);
      clock.move(DAY);
    }
    meters.settle();
    CapUse use = meters.uses().get(1);
    assertEquals("users", use.cap());
    assertEquals(OptionalLong.of(clock.now() + 6 * DAY), use.fullAt());
  }

  @Test
  void aKeyThatCannotBeReadIsDenied() {
    assertDenied(ErrorCode.CAP_NO_KEY, "users#name", new Object());
  }

  @Test
  void aPurgeOfOneKeyForgetsNoCallOfAnother() {
    call("a", 300);
    meters.purge(new String[] {"busy", "nobody"});
    call("a", 1);
    meters.settle();
    assertEquals(Map.of("a", 301L), sums());
    assertEquals(1L, meters.used().get("busy"));
  }

  @Test
  void aPurgeForgetsTheCallsOfItsKeyWrittenOrNot() {
    license(Map.of("busy", 0L));
    call("a", 200);
    meters.settle();
    call("a", 100);
    meters.purge(new String[] {"busy", "a"});
    meters.settle();
    assertEquals(Map.of(), sums());
    call("a", 300);
    assertDenied(ErrorCode.CAP_FULL, "busy", "a");
  }

  @Test
  void aPurgeThatCannotLookWhoIsLeftHasPurged() throws StoreException {
    Away away = new Away(store);
    meters = away.meters(POLICY, clock);
    license(Map.of("users", 2L));
    letsIn("users", "ann");
    away.loses("keys");
    meters.purge(new String[] {"users", "ann"});
    assertEquals(List.of(), store.meters().keys("users", 0).keys());
    license(Map.of());
    assertDenied(ErrorCode.CAP_NOT_LICENSED, "users", "ann");
  }

  @Test
  void aPurgeThatFailsIsSaidAndLeavesTheKeyItsPlace() {
    Away away = new Away(store);
    meters = away.meters(POLICY + "gate.store-down = allow\n", clock);
    license(Map.of("users", 1L));
    away.isAway(true);
    assertTrue(letsIn("users", "ann"));
    assertThrows(IllegalStateException.class, () -> meters.purge(new String[] {"users", "ann"}));
    assertDenied(ErrorCode.CAP_FULL, "users", "bob");
    away.isAway(false);
    meters.purge(new String[] {"users", "ann"});
    meters.settle();
    assertEquals(0L, meters.used().get("users"));
  }

  @Test
  void aCapThatThePolicyDoesNotMeterIsSaidToBeSuch() throws StoreException {
    assertDenied(ErrorCode.CAP_NOT_METERED, "other", "ann");
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> meters.purge(new String[] {"other", "ann"}));
    assertTrue(String.valueOf(e.getMessage()).contains("TG-CAP-0007"), e::toString);
    assertEquals(0, store.meters().keys("other", 0).purges());
  }

  @Test
  void aKeyThatIsKnownByItsHashLosesItsPlaceLikeAnyOther() {
    String longKey = "k".repeat(513);
    for (String key : List.of(longKey, "sha256:abc")) {
      call(key, 301);
      meters.settle();
      assertEquals(1L, meters.used().get("busy"));
      clock.move(8 * DAY);
      settleTwice();
      assertEquals(0L, meters.used().get("busy"));
      call(key, 301);
      meters.purge(new String[] {"busy", key});
      assertEquals(0L, meters.used().get("busy"));
    }
  }

  @Test
  void jvmsThatLiveForOneCallEachCountThemAll() {
    license(Map.of("busy", 1L));
    for (int i = 0; i < 301; i++) {
      meters = meters(POLICY);
      license(Map.of("busy", 1L));
      call("a", 1);
    }
    assertEquals(Map.of("a", 301L), sums());
    meters = meters(POLICY);
    license(Map.of("busy", 1L));
    assertTrue(letsIn("busy", "a"));
    call("b", 300);
    assertDenied(ErrorCode.CAP_FULL, "busy", "b");
  }

  @Test
  void whatAnEvaluationSeesIsShownAndLeavesNothingBehind() throws StoreException {
    meters.licensed(Statuses.evaluation());
    for (int i = 0; i < 5; i++) {
      letsIn("users", i);
      letsIn("busy", i);
    }
    assertEquals(5L, meters.used().get("users"));
    meters.settle();
    assertEquals(0, store.meters().keys("users", 0).used());
    assertEquals(0, store.meters().keys("busy", 0).used());
    license(Map.of("users", 1L));
    assertEquals(0L, meters.used().get("users"));
    assertTrue(letsIn("users", 3));
    assertFalse(letsIn("users", 4));
  }

  @Test
  void anEvaluationNeedsNoStore() {
    store = TestStores.none();
    meters = meters(POLICY);
    meters.licensed(Statuses.evaluation());
    assertTrue(letsIn("users", "ann"));
    assertTrue(letsIn("busy", "ann"));
    assertEquals(0, meters.room("users").apply("users").length);
  }

  @Test
  void withoutAStoreCallsOfAKeyWhosePastIsNotKnownAreDeniedUnlessThePolicyAllowsThem() {
    store = TestStores.none();
    meters = meters(POLICY);
    license(Map.of("busy", 1L));
    assertDenied(ErrorCode.CAP_NOT_COUNTED, "busy", "ann");
    meters = meters(POLICY + "gate.store-down = allow\n");
    license(Map.of("busy", 1L));
    call("a", 400);
    call("b", 300);
    assertDenied(ErrorCode.CAP_FULL, "busy", "b");
  }

  @Test
  void callsThatWereLetInAreWrittenAlsoIfALaterOneFailsOnItsWayToTheStore() {
    Away away = new Away(store);
    meters = away.meters(POLICY, clock);
    license(Map.of("busy", 1L));
    call("a", 300);
    away.overflowsOnce("call");
    assertThrows(StackOverflowError.class, () -> letsIn("busy", "a"));
    meters.settle();
    assertEquals(Map.of("a", 300L), sums());
    clock.move(8 * DAY);
    settleTwice();
    call("a", 300);
    away.loses("call");
    assertDenied(ErrorCode.CAP_NOT_COUNTED, "busy", "a");
  }

  @Test
  void whileTheStoreIsAwayAKnownKeyGoesOnAndCountsLater() {
    Away away = new Away(store);
    meters = away.meters(POLICY, clock);
    license(Map.of("busy", 1L));
    call("a", 10);
    away.isAway(true);
    call("a", 20);
    assertDenied(ErrorCode.CAP_NOT_COUNTED, "busy", "b");
    clock.move(61_000);
    meters.settle();
    call("a", 30);
    away.isAway(false);
    meters.settle();
    assertEquals(Map.of("a", 60L), sums());
    assertTrue(letsIn("busy", "b"));
  }

  @Test
  void calledWhileTheStoreWasAwayUnderAllowCountsLater() {
    Away away = new Away(store);
    meters = away.meters(POLICY + "gate.store-down = allow\n", clock);
    license(Map.of("busy", 1L));
    away.isAway(true);
    call("a", 301);
    away.isAway(false);
    meters.settle();
    assertEquals(Map.of("a", 301L), sums());
    assertEquals(1L, meters.used().get("busy"));
  }

  @Test
  void roomIsDeniedWhileNobodyKnowsWhatIsUsed() {
    letsIn("users", "ann");
    letsIn("users", "bob");
    Away away = new Away(store);
    meters = away.meters(POLICY, clock);
    license(Map.of("users", 2L));
    away.isAway(true);
    assertEquals("TG-CAP-0003", meters.room("users").apply("users")[1]);
    away.isAway(false);
    assertEquals("TG-CAP-0001", meters.room("users").apply("users")[1]);
    license(Map.of("users", 3L));
    away.isAway(true);
    assertEquals(0, meters.room("users").apply("users").length);
  }

  @Test
  void aDenialGivesTheReasonOfItsOwnCall() {
    Away away = new Away(store);
    meters = away.meters(POLICY, clock);
    license(Map.of("users", 1L));
    letsIn("users", "ann");
    assertDenied(ErrorCode.CAP_FULL, "users", "bob");
    away.isAway(true);
    assertDenied(ErrorCode.CAP_NOT_COUNTED, "users", "cid");
    assertDenied(ErrorCode.CAP_NO_KEY, "users#name", new Object());
    assertDenied(ErrorCode.CAP_FULL, "users", "bob");
    assertDenied(ErrorCode.CAP_NOT_COUNTED, "users", "cid");
  }

  @Test
  void aDenialShowsNothingOfTheStoreOrTheHost() {
    Away away = new Away(store);
    meters = away.meters(POLICY, clock);
    license(Map.of("users", 1L, "busy", 1L));
    away.isAway(true);
    for (String cap : List.of("users", "busy", "users#name", "busy#name")) {
      String problem = meters.meter(cap).apply(new Broken())[0];
      assertFalse(problem.contains("secret") || problem.contains("Broken"), problem);
    }
    List<Refusal> news = meters.settle();
    assertEquals(2, news.size(), news::toString);
    assertTrue(news.get(0).message().contains("Broken.name fails"), news::toString);
    assertTrue(news.get(0).message().contains("IllegalStateException"), news::toString);
    assertFalse(news.toString().contains("secret"), news::toString);
    assertTrue(meters.problem().orElseThrow().message().contains("secret-42"));
    assertDenied(ErrorCode.CAP_NO_KEY, "users#name", new Broken());
    assertEquals(List.of(), meters.settle());
  }

  private static final class Broken {
    @SuppressWarnings({"unused", "DoNotCallSuggester"}) // read by its name
    String name() {
      throw new IllegalStateException("secret-42");
    }
  }

  @Test
  void whatAnotherJvmPurgesTakesNothingFromTheOthersIfTheLookFails() {
    Away away = new Away(store);
    meters = away.meters("meter.users = a.B#c(..) key=0 count=distinct\n", clock);
    license(Map.of("users", 2L));
    letsIn("users", "ann");
    meters.settle();
    Meters other = meters(POLICY);
    other.licensed(Statuses.withCaps(Map.of("users", 2L)));
    other.purge(new String[] {"users", "bob"});
    away.losesSecond("keys");
    meters.settle();
    assertTrue(meters.problem().isPresent());
    away.isAway(true);
    assertTrue(letsIn("users", "ann"));
  }

  @Test
  void aDatabaseOfAnEarlierDayIsBelieved() throws Exception {
    letsIn("users", "ann");
    store.close();
    Path backup = Files.copy(folder.resolve("store.mv.db"), folder.resolve("backup"));
    letsIn("users", "bob");
    meters.settle();
    assertDenied(ErrorCode.CAP_FULL, "users", "cid");
    store.close();
    Files.copy(backup, folder.resolve("store.mv.db"), StandardCopyOption.REPLACE_EXISTING);
    meters.settle();
    assertEquals(1L, meters.used().get("users"));
    assertTrue(letsIn("users", "cid"));
    assertFalse(letsIn("users", "bob"));
  }

  @Test
  void aClockThatIsSetAheadForAMomentTakesNothingOutOfTheWindow() {
    call("a", 301);
    call("b", 100);
    meters.settle();
    clock.set(8 * DAY);
    clock.move(61_000);
    meters.settle();
    call("b", 1);
    meters.settle();
    clock.set(-8 * DAY);
    meters.settle();
    assertEquals(1L, meters.used().get("busy"));
    assertEquals(Map.of("a", 301L, "b", 101L), sums());
  }

  @Test
  void aClockThatIsSetBackBeforeAStartGainsNothing() {
    call("a", 301);
    clock.move(6 * DAY);
    meters.settle();
    clock.set(-6 * DAY);
    meters = meters(POLICY);
    license(Map.of("busy", 1L));
    meters.settle();
    clock.move(2 * DAY);
    settleTwice();
    assertEquals(0L, meters.used().get("busy"));
  }

  /** What is found idle twice, a minute apart, loses its place. */
  private void settleTwice() {
    meters.settle();
    clock.move(61_000);
    meters.settle();
  }

  private void call(String key, int times) {
    for (int i = 0; i < times; i++) {
      assertTrue(letsIn("busy", key), key + " " + i);
    }
  }

  private Map<String, Long> sums() {
    try {
      MeterRows rows = store.meters();
      return rows.calls("busy", (clock.now() - 7 * DAY) / (7 * DAY / 120) + 1, List.of("a", "b"));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}
