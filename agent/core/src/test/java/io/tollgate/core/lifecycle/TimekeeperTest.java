package io.tollgate.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.lifecycle.Timekeeper.Mark;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.license.Window;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimekeeperTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final long NOW = 20_000 * DAY;

  private final Machine machine = new Machine();

  @Test
  void aClockThatGoesOnIsBelieved() {
    Timekeeper clock = started(Mark.NONE);
    for (int hour = 0; hour < 100; hour++) {
      assertEquals(machine.wall, clock.now());
      assertTrue(clock.problem().isEmpty());
      lives(HOUR);
    }
  }

  @Test
  void aClockUpToAnHourBehindIsBelieved() {
    Timekeeper clock = started(Mark.NONE);
    clock.now();
    machine.wall -= HOUR;
    assertEquals(machine.wall, clock.now());
    assertTrue(clock.problem().isEmpty());
  }

  @Test
  void aClockMoreThanAnHourBehindIsNotBelievedAndItsTimeGoesOn() {
    Timekeeper clock = started(Mark.NONE);
    clock.now();
    machine.wall -= 365 * DAY;
    assertEquals(NOW, clock.now());
    assertEquals(ErrorCode.CLOCK_SET_BACK, clock.problem().orElseThrow().code());
    lives(10 * DAY);
    assertEquals(NOW + 9 * DAY, clock.now(), "nine tenths of the time that passes");
  }

  @Test
  void whoLivesBehindForAYearGainsANinthOfItAtMost() {
    Timekeeper clock = started(Mark.NONE);
    clock.now();
    machine.wall -= 1_000 * DAY;
    for (int day = 0; day < 360; day++) {
      lives(DAY);
      clock.now();
    }
    assertEquals(NOW + 324 * DAY, clock.now());
  }

  @Test
  void aRestartDoesNotForgetAndTheMessageNamesBothTimes() {
    machine.wall = NOW - 2 * DAY;
    Timekeeper clock = started(new Mark(NOW, 0, 0));
    assertEquals(NOW, clock.now());
    String detail = clock.problem().orElseThrow().detail();
    assertTrue(detail.contains("2024-10-02") && detail.contains("2024-10-04"), detail);
  }

  @Test
  void aClockThatIsRightAgainIsBelievedAtOnce() {
    Timekeeper clock = started(Mark.NONE);
    clock.now();
    machine.wall -= 30 * DAY;
    clock.now();
    machine.wall += 30 * DAY;
    assertEquals(machine.wall, clock.now());
    assertTrue(clock.problem().isEmpty());
  }

  @Test
  void aClockSetForwardByMistakeAndCorrectedRecoversAtOnce() {
    Timekeeper clock = started(Mark.NONE);
    clock.now();
    machine.wall += 3_650 * DAY;
    for (int hour = 0; hour < 6 * 24; hour++) {
      lives(HOUR);
      assertEquals(machine.wall, clock.now(), "licenses are judged by it meanwhile");
    }
    machine.wall -= 3_650 * DAY;
    assertEquals(machine.wall, clock.now());
    assertTrue(clock.problem().isEmpty());
  }

  @Test
  void aMachineThatWasOffForWeeksIsBelievedAtOnceAndRememberedAfterAWeek() {
    machine.wall = NOW + 20 * DAY;
    Timekeeper clock = started(new Mark(NOW, 0, 0));
    assertEquals(machine.wall, clock.now());
    assertTrue(clock.mark().at() < NOW + DAY);
    for (int day = 0; day < 8; day++) {
      lives(DAY);
      clock.now();
    }
    assertEquals(machine.wall, clock.mark().at());
  }

  @Test
  void theWeekOfProofGoesOnAcrossRestarts() {
    machine.wall = NOW + 20 * DAY;
    Mark mark = new Mark(NOW, 0, 0);
    for (int day = 0; day < 8; day++) {
      Timekeeper clock = started(mark);
      clock.now();
      lives(DAY);
      clock.now();
      mark = clock.mark();
    }
    assertEquals(machine.wall, mark.at());
  }

  @Test
  void aWeekendWithoutTheMachineCountsAtOnce() {
    machine.wall = NOW + 3 * DAY;
    Timekeeper clock = started(new Mark(NOW, 0, 0));
    clock.now();
    assertEquals(machine.wall, clock.mark().at());
  }

  @Test
  void aClockThatWasALittleFastMakesUpForIt() {
    Timekeeper clock = started(Mark.NONE);
    machine.wall += 2 * HOUR;
    clock.now();
    machine.wall -= 2 * HOUR;
    clock.now();
    assertTrue(clock.problem().isPresent());
    for (int hour = 0; hour < 11; hour++) {
      lives(HOUR);
      clock.now();
    }
    assertTrue(clock.problem().isEmpty(), "half of it is made up for");
    assertEquals(machine.wall, clock.now());
  }

  @Test
  void noLicenseMovesTheMarkBack() {
    machine.wall = NOW - 100 * DAY;
    Timekeeper clock = started(new Mark(NOW, 0, NOW - 200 * DAY));
    clock.now();
    clock.happened(changed(NOW - 101 * DAY));
    assertEquals(NOW, clock.now(), "a trial that ended long ago would bring another license back");
    assertTrue(clock.problem().isPresent());
    assertEquals(NOW - 101 * DAY, clock.mark().issued());
  }

  @Test
  void ofTwoMarksTheLaterTimeAndTheLaterLicenseCount() {
    Mark one = new Mark(NOW, 5, 1);
    assertEquals(new Mark(NOW, 5, 2), one.laterOf(new Mark(NOW - 1, 0, 2)));
    assertEquals(new Mark(NOW + 1, 0, 1), one.laterOf(new Mark(NOW + 1, 0, 0)));
    assertEquals(one, one.laterOf(new Mark(NOW - 1, 0, 1)));
  }

  private static LicenseEvent changed(long issuedAt) {
    License license =
        new License(
            TokenFormat.JWT,
            "ES256",
            "k1",
            "lic-" + issuedAt,
            "Acme",
            Optional.empty(),
            OptionalLong.of(issuedAt),
            OptionalLong.empty(),
            NOW + 1_000 * DAY,
            OptionalLong.empty(),
            License.Terms.NONE,
            Entitlements.NONE);
    LifecycleRules rules =
        new LifecycleRules(
            Window.NONE, Window.NONE, OnProblem.HALT, OnProblem.HALT, OnProblem.HALT);
    return new LicenseEvent.Changed(
        Action.RENEWED, LicenseStatus.of(new Verdict.Granted(license), rules, NOW));
  }

  private Timekeeper started(Mark mark) {
    return new Timekeeper(machine, mark);
  }

  private void lives(long millis) {
    machine.wall += millis;
    machine.elapsed += millis;
  }

  private static final class Machine implements Clock {
    long wall = NOW;
    long elapsed = 5;

    @Override
    public long now() {
      return wall;
    }

    @Override
    public long elapsed() {
      return elapsed;
    }

    @Override
    public void pause(long millis) {
      throw new AssertionError("nobody waits here");
    }
  }
}
