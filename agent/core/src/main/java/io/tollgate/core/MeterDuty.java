package io.tollgate.core;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Watch;
import io.tollgate.core.meter.Meters;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.Optional;

/**
 * Settles what is counted with the store, once a second, in a thread of its own: it may wait. Not
 * before the host's {@code main} has begun, because a database driver may log.
 */
final class MeterDuty implements Runnable {
  private static final long INTERVAL = 1_000;

  /** The longest that counting waits for a main to begin, in ms. */
  private static final long PATIENCE = 60_000;

  private final HostMain main;
  private final GateKeeper gates;
  private final LicenseKeeper keeper;
  private final Clock clock;
  private final Watch.End end;
  private boolean troubled;

  /**
   * Waits for nothing yet.
   *
   * @param main the thread that runs the agents, and then the host
   * @param end closes the gates: nobody would write down any more what they let in
   */
  MeterDuty(Thread main, GateKeeper gates, LicenseKeeper keeper, Clock clock, Watch.End end) {
    this.main = new HostMain(main);
    this.gates = gates;
    this.keeper = keeper;
    this.clock = clock;
    this.end = end;
  }

  @Override
  public void run() {
    try {
      main.awaitBegin(clock, INTERVAL, PATIENCE);
      while (true) {
        settleAndTell();
        clock.pause(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.close();
      end.tell("It was the thread that counts.");
    }
  }

  /** Whatever fails, the next second tries again: places are given by the store, not here. */
  private void settleAndTell() {
    try {
      tell(settle());
    } catch (RuntimeException | Error e) {
      // It could not be told, perhaps for lack of memory; a denied call says it again.
      return;
    }
  }

  private Optional<Refusal> settle() {
    try {
      Meters meters = gates.meters();
      for (Refusal news : meters.settle()) {
        keeper.report(Action.CAP, news);
      }
      return meters.problem();
    } catch (RuntimeException | Error e) {
      return Optional.of(new Refusal(ErrorCode.CAP_NOT_COUNTED, "(" + e + ")."));
    }
  }

  private void tell(Optional<Refusal> problem) {
    boolean before = troubled;
    troubled = problem.isPresent();
    if (problem.isPresent() && !before) {
      keeper.report(Action.CAP, new Refusal(ErrorCode.CAP_NOT_COUNTED, problem.get().line()));
    } else if (problem.isEmpty() && before) {
      keeper.remark(Action.CAP, "what is new under a cap is counted again");
    }
  }
}
