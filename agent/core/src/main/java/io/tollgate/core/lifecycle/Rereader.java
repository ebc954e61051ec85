package io.tollgate.core.lifecycle;

import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.Window;

/**
 * Reads the places every {@code poll} and verifies everything anew every {@code reverify}. May hang
 * in a file system for as long as that likes: then renewals are not seen, and the license that is
 * known ends at its own time.
 */
public final class Rereader implements Runnable {
  private static final long TICK = 1_000;

  private final LicenseKeeper keeper;
  private final Clock clock;
  private final long poll;
  private final long reverify;
  private final AfterRead after;
  private final Watch.End end;
  private long lastPoll;
  private long lastReverify;

  /** What else is to be done from time to time, and may hang in a file system too. */
  public interface AfterRead {

    /** The places were read. */
    void afterRead(long now);
  }

  /**
   * Prepares to read what was read just now.
   *
   * @param poll ms between two reads of the places
   * @param reverify between two full verifications
   * @param end closes the gates: nobody would notice a revocation any more
   */
  public Rereader(
      LicenseKeeper keeper,
      Clock clock,
      long poll,
      Window reverify,
      AfterRead after,
      Watch.End end) {
    this.keeper = keeper;
    this.clock = clock;
    this.poll = poll;
    this.after = after;
    this.end = end;
    this.reverify = reverify.after(0); // its length in ms, counted from 1970
    this.lastPoll = clock.now();
    this.lastReverify = lastPoll;
  }

  @Override
  public void run() {
    try {
      while (true) {
        long next = Math.min(lastPoll + poll, lastReverify + reverify);
        clock.pause(Math.max(1, Math.min(TICK, next - clock.now())));
        readIfDue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.ended("It was the thread that reads.");
    }
  }

  private void readIfDue() {
    long now = clock.now();
    boolean everything = isDue(lastReverify, reverify, now);
    if (!everything && !isDue(lastPoll, poll, now)) {
      return;
    }
    lastPoll = now;
    lastReverify = everything ? now : lastReverify;
    try {
      keeper.refresh(clock, everything);
      keeper.remind(now);
      after.afterRead(now);
    } catch (RuntimeException | Error e) {
      // For lack of memory, say. There is nothing to lose: the next poll is near, and the watch
      // goes on without it.
      lastReverify = everything ? now - reverify : lastReverify;
    }
  }

  /** A clock that was set back makes everything due: better a read too many than none for years. */
  private static boolean isDue(long last, long interval, long now) {
    return now - last >= interval || now < last;
  }
}
