package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.gate.Statuses;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.HandClock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
    try {
      return new Meters(
          PolicyReader.gates("policy", name -> policy.getBytes(StandardCharsets.UTF_8)),
          store.meters(),
          clock,
          type -> {});
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private void license(Map<String, Long> caps) {
    meters.licensed(Statuses.withCaps(caps));
  }

  private boolean letsIn(String cap, Object key) {
    return meters.meter(cap).test(key);
  }

  private ErrorCode why(String cap) {
    return meters.why(cap).code();
  }

  @Test
  void atTheCapNewKeysAreDeniedAndKnownKeysGoOn() {
    assertTrue(letsIn("users", "ann"));
    assertTrue(letsIn("users", "bob"));
    assertFalse(letsIn("users", "cid"));
    assertEquals(ErrorCode.CAP_FULL, why("users"));
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
    assertFalse(letsIn("users", "ann"));
    assertEquals(ErrorCode.CAP_NOT_LICENSED, why("users"));
  }

  @Test
  void anEvaluationHasNoLimit() {
    meters.licensed(Statuses.evaluation());
    for (int i = 0; i < 5; i++) {
      assertTrue(letsIn("users", i));
    }
    assertEquals(OptionalLong.empty(), meters.uses().get(1).limit());
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
    assertTrue(other.meter("users").test("cid"));
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
              if (either.meter("users").test(i % 50)) {
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
    meters.settle();
    assertEquals(0L, meters.used().get("busy"));
    assertTrue(letsIn("busy", "a"));
    assertEquals(List.of("a"), store.meters().keys("busy", 0).keys());
    assertEquals(1L, meters.used().get("busy"));
  }

  @Test
  void atTheCapABusyKeyGoesOnAndAnotherStopsAtItsLastFreeCall() {
    call("a", 301);
    call("b", 300);
    assertFalse(letsIn("busy", "b"));
    assertEquals(ErrorCode.CAP_FULL, why("busy"));
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
    meters.settle();
    assertEquals(0L, meters.used().get("busy"));
    call("b", 301);
    assertEquals(1L, meters.used().get("busy"));
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
    meters.settle();
    assertEquals(0L, meters.used().get("busy"));
    assertEquals(Map.of("a", 101L), sums());
  }

  @Test
  void callsOfTwoJvmsAreAddedUp() {
    Meters other = meters(POLICY);
    other.licensed(Statuses.withCaps(Map.of("busy", 0L)));
    Predicate<Object> there = other.meter("busy");
    for (int i = 0; i < 200; i++) {
      assertTrue(there.test("a"));
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
    assertFalse(letsIn("users", "ann"));
    assertEquals(ErrorCode.CAP_NOT_COUNTED, why("users"));
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
    assertFalse(letsIn("users#name", new Object()));
    assertEquals(ErrorCode.CAP_NO_KEY, why("users"));
  }

  private void call(String key, int times) {
    Predicate<Object> busy = meters.meter("busy");
    for (int i = 0; i < times; i++) {
      assertTrue(busy.test(key), key + " " + i);
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
