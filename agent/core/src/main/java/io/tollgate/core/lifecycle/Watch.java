package io.tollgate.core.lifecycle;

import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the gates up to the clock while the JVM runs. Touches nothing but the clock and what is in
 * memory: a hung file system or a full pipe must not keep a gate open, so reading and printing have
 * threads of their own.
 *
 * <p>Waits a second at most and then looks at the wall clock: a monotonic timer stands still while
 * the machine sleeps, and does not notice a clock that is set.
 */
public final class Watch implements Runnable {
  private static final long TICK = 1_000;

  /** How many ticks in a row may fail, a second each, before the gates close. */
  private static final int MOST_FAILURES = 10;

  private final LicenseKeeper keeper;
  private final Clock clock;
  private final Sight sight;
  private final End end;
  private final long patience;
  private @Nullable Throwable lastFailure;
  private long pause;
  private long reads;
  private long readAt;
  private boolean missesReads;
  private boolean blind;
  private boolean saidSo;

  /** Is told when the watch can see nothing, for lack of memory for instance, and when it can. */
  public interface Sight {

    /** The gates are closed until it sees again. Comes first, and asks for no memory. */
    void lost();

    /**
     * Says so.
     *
     * @param why the last failure, as a sentence
     */
    void tellLost(String why);

    /** The gates follow the license again, which was judged just now. */
    void found();
  }

  /** Is told that nobody watches any more. */
  public interface End {

    /** The watch is over for the life of this JVM. Comes first, and asks for no memory. */
    void close();

    /**
     * Says so.
     *
     * @param why the failure that ended it, as a sentence; empty if it was interrupted
     */
    void tell(String why);
  }

  /**
   * Prepares a watch over what was judged just now.
   *
   * @param patience ms after which somebody is told that nothing was read
   * @param sight closes the gates while nothing can be judged
   * @param end closes the gates: nobody would notice an expiry any more
   */
  public Watch(LicenseKeeper keeper, Clock clock, long patience, Sight sight, End end) {
    this.keeper = keeper;
    this.clock = clock;
    this.patience = patience;
    this.sight = sight;
    this.end = end;
    this.readAt = clock.elapsed();
    this.pause = pauseFrom(clock.now());
  }

  @Override
  public void run() {
    int failures = 0;
    try {
      while (true) {
        clock.pause(pause);
        failures = tick() ? 0 : failures + 1;
        if (failures >= MOST_FAILURES) {
          close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.close();
      end.tell(lastFailureAsSentence());
    }
  }

  /** What cannot be said now, for the same lack of memory, is said after the next tick. */
  private void close() {
    blind = true;
    sight.lost();
    try {
      if (!saidSo) {
        sight.tellLost(lastFailureAsSentence());
        saidSo = true;
      }
    } catch (Throwable e) {
      lastFailure = e;
    }
  }

  private String lastFailureAsSentence() {
    return lastFailure == null ? "" : "The last failure was " + lastFailure + ".";
  }

  /** One look at the clock. False if it failed, for lack of memory for instance. */
  private boolean tick() {
    pause = TICK;
    try {
      keeper.judge(clock.now());
      if (blind) {
        sight.found();
        blind = false;
        saidSo = false;
      }
      lastFailure = null;
      lookAfterTheReader();
      pause = pauseFrom(clock.now());
      return true;
    } catch (Throwable e) {
      // Kept as it is: its text would need memory too.
      lastFailure = e;
      return false;
    }
  }

  /**
   * A place that hangs keeps its reader from everything else. Whoever can bring that about must not
   * do so unnoticed; what a denylist would have said is missed for {@code offline.grace} at most.
   */
  private void lookAfterTheReader() {
    long now = clock.elapsed();
    if (keeper.reads() != reads) {
      reads = keeper.reads();
      readAt = now;
      if (missesReads) {
        missesReads = false;
        keeper.remark(Action.REJECTED, "the token's place is read again");
      }
    } else if (!missesReads && now - readAt >= patience) {
      missesReads = true;
      keeper.report(Action.REJECTED, new Refusal(ErrorCode.PLACE_HANGS, ""));
    }
  }

  private long pauseFrom(long now) {
    return Math.max(1, Math.min(TICK, keeper.nextChange(now) - now));
  }
}
