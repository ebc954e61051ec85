package io.tollgate.core.gate;

import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Opens and closes the gates as the license says, and makes the exception for a denied call. */
public final class GateKeeper
    implements LicenseListener, BiFunction<Class<?>, String, RuntimeException> {
  private static final String EXCEPTION = "io.tollgate.api.LicenseRequiredException";
  private static final String GATE = "java.lang.TollgateGate";

  private Optional<AtomicBoolean> control = Optional.empty();
  private volatile LicenseStatus status;
  private volatile Refusal lastRefusal = new Refusal(ErrorCode.LICENSE_MISSING, "");
  private volatile Optional<Refusal> blocked = Optional.empty();

  /** A keeper of gates that are closed until {@link #changed} says otherwise. */
  public GateKeeper(LicenseStatus status) {
    this.status = status;
  }

  /** Takes the control of the gate; it is closed. */
  synchronized void take(AtomicBoolean gateControl) {
    control = Optional.of(gateControl);
  }

  /** Opens or closes the gates. */
  @Override
  public synchronized void changed(LicenseStatus now) {
    status = now;
    if (now.refusal().isPresent()) {
      lastRefusal = now.refusal().get();
    }
    if (control.isPresent()) {
      control.get().set(now.opensGates() && blocked.isEmpty());
    }
  }

  @Override
  public void rejected(Refusal refusal) {
    // The present license goes on.
  }

  /**
   * Closes the gates for as long as this JVM runs, whatever license comes. True if they were not
   * closed so before.
   */
  public synchronized boolean block(Refusal why) {
    boolean first = blocked.isEmpty();
    if (first) {
      blocked = Optional.of(why);
      changed(status);
    }
    return first;
  }

  /**
   * The exception for a call of a gated method, as the class that declares it knows that exception.
   */
  @Override
  public RuntimeException apply(Class<?> caller, String feature) {
    LicenseStatus now = status;
    Refusal why = why(now);
    String message = "Renew your license: " + why.message() + " [" + why.code().code() + "]";
    RuntimeException denial =
        make(caller.getClassLoader(), message, why.code().code(), now.state().name(), feature);
    denial.setStackTrace(fromTheGatedMethod(denial.getStackTrace()));
    return denial;
  }

  private Refusal why(LicenseStatus now) {
    if (blocked.isPresent()) {
      return blocked.get();
    }
    // A gate that opened between its check and here has no reason any more, but had one a moment
    // ago.
    return now.refusal().orElse(lastRefusal);
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

  /**
   * Without the frames that made the exception: a trace begins where the host's code was denied.
   */
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
