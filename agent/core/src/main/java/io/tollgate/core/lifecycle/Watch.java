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
  private long pause;
  private long reads;
  private long readAt;
  private boolean missesReads;
  private boolean blind;
  private @Nullable Throwable untold;
  private boolean toldLost;

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

    /** The gates follow the license again, which was judged just now. Asks for no memory. */
    void found();

    /** Says so, if the loss was told. */
    void tellFound();
  }

  /** Is told that nobody watches any more. */
  public interface End {

    /** The watch is over for the life of this JVM. Comes first, and asks for no memory. */
    void close();

    /**
     * Says so.
     *
     * @param why what ended it, as a sentence; empty if it was interrupted
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
        Throwable failure = judge();
        if (failure == null) {
          failures = 0;
          regainSight();
        } else if (++failures >= MOST_FAILURES) {
          loseSight(failure);
        }
        attend(failure == null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.close();
      end.tell("");
    }
  }

  /** One look at the clock, and why it failed: for lack of memory, for instance. */
  private @Nullable Throwable judge() {
    try {
      keeper.judge(clock.now());
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  /** Keeps the failure as it is: its text would need memory too. */
  private void loseSight(Throwable failure) {
    if (!blind) {
      untold = failure;
    }
    blind = true;
    sight.lost();
  }

  private void regainSight() {
    if (blind) {
      blind = false;
      sight.found();
    }
  }

  /** All the rest. What fails of it closes no gate, and is tried again at the next tick. */
  private void attend(boolean judged) {
    pause = TICK;
    try {
      tellSight();
      lookAfterTheReader();
      if (judged) {
        pause = pauseFrom(clock.now());
      }
    } catch (Throwable e) {
      // There is nobody to tell, and nothing is lost but a second.
      return;
    }
  }

  private void tellSight() {
    Throwable why = untold;
    if (why != null) {
      sight.tellLost("The last failure was " + why + ".");
      untold = null;
      toldLost = true;
    }
    if (toldLost && !blind) {
      sight.tellFound();
      toldLost = false;
    }
  }

  /**
   * A place that hangs keeps its reader from everything else. Whoever can bring that about must not
   * do so unnoticed; what a denylist would have said is missed for {@code offline.grace} at most.
   */
  private void lookAfterTheReader() {
    long now = clock.elapsed();
    // What is noted is noted after it was told: telling may fail, and is tried again then.
    if (keeper.reads() != reads) {
      if (missesReads) {
        keeper.remark(Action.REJECTED, "the token's place is read again");
        missesReads = false;
      }
      reads = keeper.reads();
      readAt = now;
    } else if (!missesReads && now - readAt >= patience) {
      keeper.report(Action.REJECTED, new Refusal(ErrorCode.PLACE_HANGS, ""));
      missesReads = true;
    }
  }

  private long pauseFrom(long now) {
    return Math.max(1, Math.min(TICK, keeper.nextChange(now) - now));
  }
}
