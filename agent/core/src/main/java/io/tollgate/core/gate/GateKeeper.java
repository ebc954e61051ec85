package io.tollgate.core.gate;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Opens and closes the gates as the license says, and says why a call is denied. */
public final class GateKeeper implements LicenseListener, Function<String, String[]> {
  private Optional<AtomicBoolean> control = Optional.empty();
  private boolean licensed;
  private volatile Optional<Refusal> blocked = Optional.empty();
  private volatile State state = State.MISSING;
  private volatile Optional<Refusal> reason = Optional.empty();
  private final DeniedCalls denied = new DeniedCalls();

  /** A keeper of gates that are closed until {@link #changed} says otherwise. */
  public GateKeeper() {}

  /** Takes the control of the gate; it is closed. */
  synchronized void take(AtomicBoolean gateControl) {
    control = Optional.of(gateControl);
  }

  @Override
  public void happened(LicenseEvent event) {
    if (event instanceof LicenseEvent.Changed) {
      changed(event.status());
    }
  }

  /** Sets the gates first: what fails after that cannot leave them open. */
  public synchronized void changed(LicenseStatus now) {
    licensed = now.opensGates();
    set();
    state = now.state();
    if (now.refusal().isPresent()) {
      reason = now.refusal();
    }
  }

  /** How many calls were denied, by feature. */
  public DeniedCalls denied() {
    return denied;
  }

  /** Why the gates are closed for as long as this JVM runs; empty if they follow the license. */
  public Optional<Refusal> blocked() {
    return blocked;
  }

  /** Closes the gates for as long as this JVM runs. True if nothing had closed them so before. */
  public synchronized boolean block(Refusal why) {
    if (control.isPresent()) {
      control.get().set(false);
    }
    boolean first = blocked.isEmpty();
    if (first) {
      blocked = Optional.of(why);
    }
    return first;
  }

  private void set() {
    if (control.isPresent()) {
      control.get().set(licensed && blocked.isEmpty());
    }
  }

  /** Why a call is denied now: message, code and state. */
  @Override
  public String[] apply(String feature) {
    denied.count(feature);
    // If the gate opened between its check and here, this is the reason of a moment ago.
    Optional<Refusal> known = blocked.isPresent() ? blocked : reason;
    Refusal why = known.isPresent() ? known.get() : new Refusal(ErrorCode.LICENSE_MISSING, "");
    String code = why.code().code();
    String message = "Renew your license: " + why.problem() + " [" + code + "]";
    return new String[] {message, code, state.name()};
  }
}
