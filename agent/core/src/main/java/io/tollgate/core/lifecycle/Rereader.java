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
  private long pause;

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
    this.pause = pauseFrom(lastPoll);
  }

  @Override
  public void run() {
    try {
      while (true) {
        clock.pause(pause);
        pause = TICK;
        readIfDue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.close();
      end.tell("It was the thread that reads.");
    }
  }

  /**
   * What fails here, for lack of memory, say, has nothing to lose: the next poll is near, and the
   * watch goes on without it.
   */
  private void readIfDue() {
    try {
      long now = clock.now();
      boolean everything = isDue(lastReverify, reverify, now);
      if (everything || isDue(lastPoll, poll, now)) {
        lastPoll = now;
        read(now, everything);
      }
      pause = pauseFrom(clock.now());
    } catch (RuntimeException | Error e) {
      return;
    }
  }

  private void read(long now, boolean everything) {
    keeper.refresh(clock, everything);
    lastReverify = everything ? now : lastReverify;
    keeper.remind(now);
    after.afterRead(now);
  }

  private long pauseFrom(long now) {
    long next = Math.min(lastPoll + poll, lastReverify + reverify);
    return Math.max(1, Math.min(TICK, next - now));
  }

  /** A clock that was set back makes everything due: better a read too many than none for years. */
  private static boolean isDue(long last, long interval, long now) {
    return now - last >= interval || now < last;
  }
}
