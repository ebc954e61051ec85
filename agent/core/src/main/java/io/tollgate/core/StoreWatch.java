package io.tollgate.core;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks every second for what other JVMs have put into the store, and puts there what they should
 * know. While the store is away what is known stays; that is told once, and once when it is back.
 */
final class StoreWatch implements Runnable {
  private static final long TICK = 1_000;

  private final StoreLink link;
  private final Store store;
  private final LicenseKeeper keeper;
  private final Clock clock;
  private final Outgoing outgoing;
  private boolean away;
  private @Nullable Throwable failure;
  private boolean failureTold;

  /** What this JVM has to say to the store. */
  interface Outgoing {

    /** Says it; what could not be said is said the next time. */
    void send(Store store) throws StoreException;
  }

  /** A watch over the store of this link, which has not begun. */
  StoreWatch(StoreLink link, Store store, LicenseKeeper keeper, Clock clock, Outgoing outgoing) {
    this.link = link;
    this.store = store;
    this.keeper = keeper;
    this.clock = clock;
    this.outgoing = outgoing;
    this.away = link.isKnownToBeAway();
  }

  @Override
  public void run() {
    try {
      while (true) {
        // First of all a moment for the host: drivers make the JDK look for loggers, and which
        // those are is the host's to say in its main.
        clock.pause(TICK);
        look();
      }
    } catch (InterruptedException e) {
      // What is known stays, and a license ends at its own time.
      Thread.currentThread().interrupt();
    }
  }

  /** One look. */
  void look() {
    try {
      tellFailure();
      link.look(store);
      shareDenylist();
      outgoing.send(store);
      if (away) {
        away = false;
        keeper.remark(Action.OFFLINE, "the store is there again");
      }
    } catch (StoreException e) {
      if (!away) {
        away = true;
        keeper.report(Action.OFFLINE, e.refusal());
      }
    } catch (RuntimeException | Error e) {
      // For lack of memory, say. What is known stays, and the next look is near.
      failure = e;
    }
  }

  /** The first only, and once there is memory for it: one that comes back comes every second. */
  private void tellFailure() {
    if (failure != null && !failureTold) {
      keeper.report(
          Action.OFFLINE,
          new Refusal(ErrorCode.STORE_FAILED, "It is " + store.name() + " (" + failure + ")."));
      failureTold = true;
    }
  }

  /** The newest denylist that any JVM has seen counts for all of them. */
  private void shareDenylist() throws StoreException {
    OptionalLong theirs = store.denylistNumber();
    long ours = keeper.denylistNumber();
    if (theirs.isPresent() && theirs.getAsLong() > ours) {
      Optional<byte[]> list = store.denylist();
      if (list.isPresent()) {
        keeper.takeSharedDenylist(list.get(), clock.now());
      }
    } else if (theirs.isEmpty() || theirs.getAsLong() < ours) {
      // Theirs may be older than what this JVM has put there: the database was made anew.
      Optional<byte[]> list = keeper.denylist();
      if (list.isPresent()) {
        store.rememberDenylist(ours, list.get());
      }
    }
  }
}
