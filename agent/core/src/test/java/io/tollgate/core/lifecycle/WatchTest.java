package io.tollgate.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final TestKey KEY = TestKey.generate();
  private static final Window DAY = new Window(0, 86_400_000);

  private static final long PATIENCE = 600_000;

  private final FakeClock clock = new FakeClock();
  private final List<String> changes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Optional<String> ended = Optional.empty();
  private boolean closed;
  private int reads;
  private boolean listenerFails;
  private boolean placeFails;
  private boolean tellingFails;
  private final List<String> sight = new ArrayList<>();

  @AfterEach
  void clearTheInterrupt() {
    assertTrue(Thread.interrupted(), "the test's clock ended the thread");
  }

  @Test
  void statesChangeAtTheirOwnInstant() {
    clock.now = 300; // the instants lie between two ticks
    watch(keeper(10), 15_000);
    assertEquals(List.of("9000 EXPIRING", "10000 GRACE", "12000 EXPIRED"), changes);
    assertEquals(1, reads, "the watch read a file");
  }

  @Test
  void noWaitIsLongerThanASecondSoThatAFrozenProcessCatchesUp() {
    clock.jumpAt = 5_000;
    clock.jump = 1_000_000;
    watch(keeper(10), 10_000);
    assertTrue(clock.longest <= 1_000, "waited " + clock.longest);
    assertEquals(1, changes.size(), changes.toString());
    assertTrue(changes.get(0).endsWith("EXPIRED"), changes.toString());
  }

  @Test
  void aFailureIsBorneForTenTicksAndThenTheGatesAreClosedUntilItPasses() {
    LicenseKeeper keeper = keeper(10);
    clock.now = 20_000;
    clock.beforeEachPause = () -> listenerFails = clock.now < 50_000;
    watch(keeper, 40_000);
    assertEquals(
        List.of(
            "29001 lost",
            "29001 The last failure was java.lang.OutOfMemoryError: test.",
            "51001 found",
            "51001 told"),
        sight);
    assertEquals(List.of("51001 EXPIRED"), changes);
    assertEquals(Optional.of(""), ended);
  }

  @Test
  void whatCannotBeSaidForLackOfMemoryClosesNothingAndIsSaidOnceItCan() {
    watchWithoutMemory(25_000, 50_000);
    assertEquals(
        List.of(
            "14000 lost",
            "25000 found",
            "51000 The last failure was java.lang.OutOfMemoryError: test.",
            "51000 told"),
        sight);
    assertEquals(List.of(), changes);
  }

  @Test
  void whatIsSaidWhileNothingCanBeSeenIsSaidOnce() {
    watchWithoutMemory(40_000, 30_000);
    assertEquals(
        List.of(
            "14000 lost",
            "31000 The last failure was java.lang.OutOfMemoryError: test.",
            "40000 found",
            "40000 told"),
        sight);
  }

  @Test
  void aWatchMayLoseItsSightAgainAndSaysSoAgain() {
    LicenseKeeper keeper = keeper(1_000_000);
    clock.beforeEachPause =
        () -> {
          clock.failsFrom = clock.now < 50_000 ? 20_000 : 50_000;
          clock.failsUntil = clock.now < 50_000 ? 40_000 : 70_000;
        };
    watch(keeper, 80_000);
    assertEquals(8, sight.size(), sight.toString());
    assertEquals(
        sight.subList(0, 4).toString().replaceAll("[0-9]+ ", ""),
        sight.subList(4, 8).toString().replaceAll("[0-9]+ ", ""));
  }

  /** The license is judged: what else is to be done must not close a gate. */
  @Test
  void aReaderThatCannotBeLookedAfterLosesNoSight() {
    LicenseKeeper keeper = keeper(10);
    clock.elapsedFails = true;
    watch(keeper, 30_000);
    assertEquals(List.of(), sight);
    assertEquals(3, changes.size(), changes.toString());
  }

  @Test
  void aFailureThatPassesIsForgotten() {
    LicenseKeeper keeper = keeper(10);
    clock.now = 20_000;
    clock.beforeEachPause = () -> listenerFails = clock.now % 10_000 < 6_000;
    watch(keeper, 60_000);
    assertTrue(clock.now >= 80_000, "gave up at " + clock.now);
    assertEquals(1, changes.size(), changes.toString());
  }

  @Test
  void aClockThatFailsForLackOfMemoryDoesNotEndTheWatch() {
    LicenseKeeper keeper = keeper(20);
    clock.failsFrom = 1_000;
    clock.failsUntil = 6_000;
    watch(keeper, 30_000);
    assertEquals(List.of("19000 EXPIRING", "20000 GRACE", "22000 EXPIRED"), changes);
  }

  @Test
  void aClockThatFailsForLackOfMemoryDoesNotEndTheReading() {
    clock.failsFrom = 1_000;
    clock.failsUntil = 6_000;
    reread(keeper(1_000_000), 1_000, DAY, 30_000);
    assertTrue(reads >= 24, "read " + reads + " times");
  }

  @Test
  void aWatchThatHasNoMemoryToSayWhyItEndsHasClosedTheGates() {
    LicenseKeeper keeper = keeper(10);
    clock.now = 20_000;
    listenerFails = true;
    tellingFails = true;
    assertThrows(OutOfMemoryError.class, () -> watch(keeper, 60_000));
    assertTrue(closed);
  }

  @Test
  void aWatchThatIsInterruptedEnds() {
    watch(keeper(1_000_000), 3_000);
    assertEquals(Optional.of(""), ended);
  }

  @Test
  void aReaderThatHangsIsToldOnceAndSoIsItsReturn() {
    LicenseKeeper keeper = keeper(1_000_000);
    clock.beforeEachPause =
        () -> {
          if (clock.elapsed() == 2 * PATIENCE) {
            keeper.refresh(clock, false);
          }
        };
    watch(keeper, 3 * PATIENCE - 2_000);
    assertEquals(List.of("TG-SYS-0014", "the token's place is read again"), problems);
    problems.clear();
    LicenseKeeper read = keeper(1_000_000);
    clock.beforeEachPause =
        () -> {
          if (clock.elapsed() % 100_000 == 0 || clock.elapsed() > 5 * PATIENCE) {
            read.refresh(clock, false);
          }
        };
    watch(read, 6 * PATIENCE);
    assertEquals(List.of(), problems, "it was read in time");
  }

  @Test
  void whatCannotBeToldOfTheReaderIsToldOnceItCan() {
    LicenseKeeper keeper = keeper(1_000_000);
    clock.beforeEachPause =
        () -> {
          long sinceTheHour = clock.elapsed() % PATIENCE;
          listenerFails = sinceTheHour < 5_000 || sinceTheHour > PATIENCE - 2_000;
          if (clock.elapsed() == 2 * PATIENCE) {
            keeper.refresh(clock, false);
          }
        };
    watch(keeper, 3 * PATIENCE - 2_000);
    assertEquals(List.of("TG-SYS-0014", "the token's place is read again"), problems);
  }

  @Test
  void thePlacesAreReadEveryPoll() {
    reread(keeper(1_000_000), 5_000, DAY, 60_000);
    assertEquals(1 + 12, reads);
  }

  @Test
  void everythingIsVerifiedAnewEveryReverify() {
    reread(keeper(1_000_000), 3_600_000, new Window(0, 10_000), 60_000);
    assertEquals(1 + 6, reads);
  }

  @Test
  void aClockThatIsSetBackDoesNotStopThePolling() {
    clock.now = 50_000_000;
    clock.jumpAt = 50_020_000;
    clock.jump = -40_000_000;
    reread(keeper(1_000_000), 5_000, DAY, 60_000);
    assertTrue(reads >= 1 + 11, "read " + reads + " times");
  }

  @Test
  void aPlaceThatFailsIsReadAgainForEver() {
    LicenseKeeper keeper = keeper(1_000_000);
    placeFails = true;
    reread(keeper, 1_000, DAY, 60_000);
    assertEquals(1 + 60, reads);
  }

  /** For a minute, of which from the fifth second on nothing can be judged, and nothing told. */
  private void watchWithoutMemory(long judgedFrom, long toldFrom) {
    clock.failsFrom = 5_000;
    clock.failsUntil = judgedFrom;
    clock.beforeEachPause = () -> tellingFails = clock.now < toldFrom;
    watch(keeper(1_000_000), 60_000);
  }

  private void watch(LicenseKeeper keeper, long until) {
    clock.until = until;
    new Watch(keeper, clock, PATIENCE, new Seeing(), new Ending()).run();
    assertTrue(closed);
    assertTrue(ended.isPresent());
  }

  private void reread(LicenseKeeper keeper, long poll, Window reverify, long until) {
    clock.until = until;
    new Rereader(keeper, clock, poll, reverify, now -> {}, new Ending()).run();
    assertTrue(closed);
  }

  /**
   * Of a license that ends that many seconds after 1970, with a second's warning and two of grace.
   */
  private LicenseKeeper keeper(long exp) {
    String token = KEY.sign("{\"alg\":\"ES256\"}", "{\"sub\":\"A\",\"exp\":" + exp + "}");
    String text =
        "product.name=P\nproduct.contact=C\nkeys.file=k\nlifecycle.warn=PT1S\nlifecycle.grace=PT2S";
    try {
      Policy policy =
          PolicyReader.read(
              "policy",
              name -> (name.equals("k") ? KEY.jwk("k1") : text).getBytes(StandardCharsets.UTF_8));
      LicenseKeeper keeper =
          new LicenseKeeper(
              new Verifier(policy),
              policy.rules(),
              List.of(place(token)),
              new Vetoes(
                  Revocations.of(List.of(), policy.keys()),
                  Offline.never(),
                  new Timekeeper(clock, Timekeeper.Mark.NONE)),
              0);
      keeper.add(new Recorder());
      return keeper;
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  private TokenPlace place(String token) {
    return new TokenPlace() {
      @Override
      public String name() {
        return "place";
      }

      @Override
      public PlaceContent read() {
        reads++;
        if (placeFails) {
          throw new OutOfMemoryError("test");
        }
        return new PlaceContent.Found(token.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private final class Ending implements Watch.End {
    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void tell(String why) {
      if (tellingFails) {
        throw new OutOfMemoryError("test");
      }
      ended = Optional.of(why);
    }
  }

  private final class Seeing implements Watch.Sight {
    private boolean lost;

    @Override
    public void lost() {
      if (!lost) {
        sight.add(clock.now + " lost");
      }
      lost = true;
    }

    @Override
    public void tellLost(String why) {
      tell(why);
    }

    @Override
    public void found() {
      assertTrue(lost, "found what was not lost");
      lost = false;
      sight.add(clock.now + " found");
    }

    @Override
    public void tellFound() {
      tell("told");
    }

    private void tell(String what) {
      if (tellingFails) {
        throw new OutOfMemoryError("test");
      }
      sight.add(clock.now + " " + what);
    }
  }

  private final class Recorder implements LicenseListener {
    @Override
    public void happened(LicenseEvent event) {
      if (listenerFails) {
        throw new OutOfMemoryError("test");
      }
      if (event instanceof LicenseEvent.Problem problem) {
        problems.add(problem.refusal().code().code());
      } else if (event instanceof LicenseEvent.Remark remark) {
        problems.add(remark.text());
      } else {
        changes.add(event.status().asOf() + " " + event.status().state());
      }
    }
  }
}
