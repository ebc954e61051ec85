package io.tollgate.core.gate;

import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Opens and closes the gates as the license says, and makes the exception for a denied call. */
public final class GateKeeper
    implements LicenseListener, BiFunction<Class<?>, String, RuntimeException> {
  private static final String EXCEPTION = "io.tollgate.api.LicenseRequiredException";
  private static final String GATE = "java.lang.TollgateGate";
  private static final String PROBE = "io.tollgate.core.weave.Probe";

  private Optional<AtomicBoolean> control = Optional.empty();
  private boolean licensed;
  private volatile Optional<Refusal> blocked = Optional.empty();
  private volatile Denial denial =
      new Denial(State.MISSING, new Refusal(ErrorCode.LICENSE_MISSING, ""));

  private record Denial(State state, Refusal why) {}

  /** A keeper of gates that are closed until {@link #changed} says otherwise. */
  public GateKeeper() {}

  /** Takes the control of the gate; it is closed. */
  synchronized void take(AtomicBoolean gateControl) {
    control = Optional.of(gateControl);
  }

  @Override
  public synchronized void changed(LicenseStatus now) {
    licensed = now.opensGates();
    if (now.refusal().isPresent()) {
      denial = new Denial(now.state(), now.refusal().get());
    }
    set();
  }

  @Override
  public void rejected(Refusal refusal) {
    // The present license goes on.
  }

  /** Closes the gates for as long as this JVM runs. True if nothing had closed them so before. */
  public synchronized boolean block(Refusal why) {
    boolean first = blocked.isEmpty();
    if (first) {
      blocked = Optional.of(why);
      set();
    }
    return first;
  }

  private void set() {
    if (control.isPresent()) {
      control.get().set(licensed && blocked.isEmpty());
    }
  }

  /** The exception for a denied call, of the type that the class which declares the method sees. */
  @Override
  public RuntimeException apply(Class<?> caller, String feature) {
    // If the gate opened between its check and here, this is the reason of a moment ago.
    Denial now = denial;
    Refusal why = blocked.orElse(now.why);
    String message = "Renew your license: " + why.problem() + " [" + why.code().code() + "]";
    if (caller.getName().equals(PROBE)) {
      // Nobody reads its trace, and its loader, the agent's own, does not see the API.
      return new IllegalStateException(message);
    }
    RuntimeException exception =
        make(caller.getClassLoader(), message, why.code().code(), now.state.name(), feature);
    exception.setStackTrace(fromTheGatedMethod(exception.getStackTrace()));
    return exception;
  }

  private static RuntimeException make(
      @Nullable ClassLoader loader, String message, String code, String state, String feature) {
    try {
      Object exception =
          Class.forName(EXCEPTION, true, loader)
              .getConstructor(String.class, String.class, String.class, String.class)
              .newInstance(message, code, state, feature);
      if (exception instanceof RuntimeException made) {
        return made;
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      // The caller does not see the API, or sees another version of it.
      return new IllegalStateException(message);
    }
    return new IllegalStateException(message);
  }

  /** Without the frames that made the exception: a trace begins where the host was denied. */
  private static StackTraceElement[] fromTheGatedMethod(StackTraceElement[] trace) {
    for (int i = 0; i < trace.length; i++) {
      if (trace[i].getClassName().equals(GATE) && trace[i].getMethodName().equals("pass")) {
        StackTraceElement[] rest = new StackTraceElement[trace.length - i - 1];
        System.arraycopy(trace, i + 1, rest, 0, rest.length);
        return rest;
      }
    }
    return trace;
  }
}
