package io.tollgate.core.lifecycle;

import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.UtcText;
import java.util.Optional;

/**
 * The machine's clock, held against what this installation has been through: a license ends once,
 * and setting the clock back does not bring it back. Safe for use by several threads; touches no
 * file.
 *
 * <p>The high-water mark is the latest instant that certainly has been. What counts for it:
 *
 * <ul>
 *   <li>a clock that is ahead of the mark by up to three days: a weekend without the machine;
 *   <li>a clock that is further ahead, once the product has run by it for seven days. Until then
 *       licenses are judged by it, but a correction leaves no trace;
 *   <li>nine tenths of the time that passes while the clock is behind the mark. So an honest clock
 *       that was a little fast makes up for it, and a clock that is kept behind gains a ninth.
 * </ul>
 *
 * <p>A clock up to an hour behind the mark is believed. One that is further behind is not: the mark
 * is the time then. No license ends that: one that was issued later may have ended earlier, and
 * would bring the others back.
 */
public final class Timekeeper implements Clock, ClockDoubt, LicenseListener {
  static final long TOLERANCE = 3_600_000;
  static final long STEP = 3 * 86_400_000L;
  static final long PROBATION = 7 * 86_400_000L;

  private final Clock machine;
  private Mark mark;
  private long lastElapsed;
  private long behind;

  /**
   * What is kept from one start to the next.
   *
   * @param at the high-water mark, in ms since the epoch; {@link Long#MIN_VALUE} before the first
   *     look
   * @param kept for how many ms a clock that is far ahead has been running so
   * @param issued when the license that was issued last was, in ms since the epoch; {@link
   *     Long#MIN_VALUE} if no license said. Decides nothing: it is for whoever has to find out what
   *     a clock has done
   */
  public record Mark(long at, long kept, long issued) {
    /** Before the first start. */
    public static final Mark NONE = new Mark(Long.MIN_VALUE, 0, Long.MIN_VALUE);

    /** What both know. */
    Mark laterOf(Mark other) {
      Mark later = other.at > at ? other : this;
      return new Mark(later.at, later.kept, Math.max(issued, other.issued));
    }
  }

  /** A keeper that goes on from what was remembered. */
  public Timekeeper(Clock machine, Mark remembered) {
    this.machine = machine;
    this.mark = remembered;
    this.lastElapsed = machine.elapsed();
  }

  /** The time to judge by. */
  @Override
  public synchronized long now() {
    long passed = Math.max(0, machine.elapsed() - lastElapsed);
    lastElapsed += passed;
    long wall = machine.now();
    mark = new Mark(after(wall, passed), keptAfter(wall, passed), mark.issued());
    behind = mark.at() - wall;
    return isBehind() ? mark.at() : wall;
  }

  private long after(long wall, long passed) {
    if (mark.at() == Long.MIN_VALUE) {
      return wall;
    }
    if (wall < mark.at()) {
      return Math.max(mark.at() + passed - passed / 10, wall);
    }
    boolean near = wall - mark.at() <= STEP;
    return near || mark.kept() + passed >= PROBATION ? wall : mark.at() + passed;
  }

  private long keptAfter(long wall, long passed) {
    boolean farAhead = mark.at() != Long.MIN_VALUE && wall - mark.at() > STEP;
    boolean proven = mark.kept() + passed >= PROBATION;
    return farAhead && !proven ? mark.kept() + passed : 0;
  }

  @Override
  public long machineNow() {
    return machine.now();
  }

  /** As of the last {@link #now}. */
  @Override
  public synchronized Optional<Refusal> problem() {
    return isBehind()
        ? Optional.of(
            new Refusal(
                ErrorCode.CLOCK_SET_BACK,
                "It says "
                    + UtcText.plain(mark.at() - behind)
                    + "; licenses are judged as of "
                    + UtcText.plain(mark.at())
                    + "."))
        : Optional.empty();
  }

  /** How far the clock is behind the mark, in ms; negative if it is ahead. */
  public synchronized long behind() {
    return behind;
  }

  private boolean isBehind() {
    return behind > TOLERANCE;
  }

  /** What is to be remembered. */
  public synchronized Mark mark() {
    return mark;
  }

  /** Takes over what another JVM has remembered meanwhile. */
  public synchronized void merge(Mark other) {
    mark = mark.laterOf(other);
  }

  @Override
  public void happened(LicenseEvent event) {
    Optional<License> license = event.status().license();
    if (event instanceof LicenseEvent.Changed && license.isPresent()) {
      issued(license.get().issuedAt().orElse(Long.MIN_VALUE));
    }
  }

  private synchronized void issued(long at) {
    mark = new Mark(mark.at(), mark.kept(), Math.max(mark.issued(), at));
  }

  @Override
  public long elapsed() {
    return machine.elapsed();
  }

  @Override
  public void pause(long millis) throws InterruptedException {
    machine.pause(millis);
  }
}
