package io.tollgate.core.lifecycle;

import io.tollgate.core.system.Clock;

/**
 * Keeps the license up to the clock while the JVM runs: judges at every transition, reads the
 * places every {@code poll}, verifies everything anew every {@code reverify}.
 *
 * <p>Waits a second at most and then looks at the wall clock: a monotonic timer stands still while
 * the machine sleeps, and does not notice a clock that is set.
 */
public final class Watch implements Runnable {
  private static final long TICK = 1_000;

  /**
   * How many ticks in a row may fail, a second each, before the watch gives up and the gates close.
   */
  private static final int MOST_FAILURES = 10;

  private final LicenseKeeper keeper;
  private final Clock clock;
  private final long poll;
  private final long reverify;
  private final Runnable whenItEnds;
  private long lastPoll;
  private long lastReverify;

  /**
   * Prepares a watch over what was judged just now.
   *
   * @param poll ms between two reads of the places
   * @param reverify ms between two full verifications
   * @param whenItEnds closes the gates: nobody would notice an expiry any more
   */
  public Watch(LicenseKeeper keeper, Clock clock, long poll, long reverify, Runnable whenItEnds) {
    this.keeper = keeper;
    this.clock = clock;
    this.poll = poll;
    this.reverify = reverify;
    this.whenItEnds = whenItEnds;
    this.lastPoll = clock.now();
    this.lastReverify = lastPoll;
  }

  /**
   * Starts the daemon thread. It holds on to no class loader of the host and inherits no thread
   * locals.
   */
  public static void start(Watch watch) {
    Thread thread = new Thread(null, watch, "tollgate-watch", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  @Override
  public void run() {
    int failures = 0;
    try {
      while (failures < MOST_FAILURES) {
        clock.pause(pauseFrom(clock.now()));
        failures = tick() ? 0 : failures + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      whenItEnds.run();
    }
  }

  /** One look at the clock. False if it failed, for lack of memory for instance. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private boolean tick() {
    try {
      long now = clock.now();
      if (isDue(lastReverify, reverify, now)) {
        lastReverify = now;
        lastPoll = now;
        keeper.reverify(now);
      } else if (isDue(lastPoll, poll, now)) {
        lastPoll = now;
        keeper.refresh(now);
      } else {
        keeper.judge(now);
      }
      return true;
    } catch (Throwable e) {
      return false;
    }
  }

  /** A clock that was set back makes everything due: better a read too many than none for years. */
  private static boolean isDue(long last, long interval, long now) {
    return now - last >= interval || now < last;
  }

  private long pauseFrom(long now) {
    long nextPoll = lastPoll + poll;
    long next = Math.min(keeper.nextChange(now), nextPoll);
    return Math.max(1, Math.min(TICK, next - now));
  }
}
