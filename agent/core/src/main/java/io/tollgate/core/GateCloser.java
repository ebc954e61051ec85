package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.Watch;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;

/**
 * Closes the gates where nobody watches the license, for now, or for good where nobody will any
 * more, and says so.
 */
final class GateCloser implements Watch.Sight, Watch.End {
  private static final String CLOSED = "licensed functions are closed";

  private final GateKeeper gates;
  private final Announcer announcer;
  private final Refusal died = new Refusal(ErrorCode.WATCH_DIED, "");
  private boolean untold;

  GateCloser(GateKeeper gates, Announcer announcer) {
    this.gates = gates;
    this.announcer = announcer;
  }

  @Override
  public void lost() {
    gates.watched(false);
  }

  @Override
  public void tellLost(String why) {
    announcer.problem(CLOSED, new Refusal(ErrorCode.WATCH_BLIND, why));
  }

  @Override
  public void found() {
    gates.watched(true);
  }

  @Override
  public void tellFound() {
    announcer.note("the license is watched again");
  }

  @Override
  public synchronized void close() {
    if (gates.block(died)) {
      untold = true;
    }
  }

  @Override
  public synchronized void tell(String why) {
    if (untold) {
      untold = false;
      announcer.problem(CLOSED, new Refusal(ErrorCode.WATCH_DIED, why));
    }
  }
}
