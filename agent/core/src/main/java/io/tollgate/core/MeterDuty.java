package io.tollgate.core;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.meter.Meters;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.Optional;

/** Settles what is counted with the store, once a second, in a thread of its own: it may wait. */
final class MeterDuty implements Runnable {
  private static final long INTERVAL = 1_000;

  private final GateKeeper gates;
  private final LicenseKeeper keeper;
  private final Clock clock;
  private boolean troubled;

  MeterDuty(GateKeeper gates, LicenseKeeper keeper, Clock clock) {
    this.gates = gates;
    this.keeper = keeper;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      while (true) {
        settle();
        clock.pause(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle() {
    try {
      Meters meters = gates.meters();
      for (Refusal news : meters.settle()) {
        keeper.report(Action.CAP, news);
      }
      tell(meters.problem());
    } catch (RuntimeException | Error e) {
      // The next second tries again: places are given by the store, not by this thread.
      tell(Optional.of(new Refusal(ErrorCode.CAP_NOT_COUNTED, "(" + e + ").")));
    }
  }

  private void tell(Optional<Refusal> problem) {
    if (problem.isPresent() && !troubled) {
      keeper.report(Action.CAP, new Refusal(ErrorCode.CAP_NOT_COUNTED, problem.get().line()));
    } else if (problem.isEmpty() && troubled) {
      keeper.remark(Action.CAP, "what is new under a cap is counted again");
    }
    troubled = problem.isPresent();
  }
}
