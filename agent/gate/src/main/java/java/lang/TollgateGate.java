package java.lang;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The gate that woven methods call: the one class of Tollgate that every class loader can see,
 * because every loader delegates {@code java.*} to the boot loader.
 *
 * <pre>
 *   host's class, any loader          boot loader                       agent's own loader
 *   ------------------------          -----------                       ------------------
 *   save() {
 *     TollgateGate.pass(..) ───────▶  pass: OPEN? yes: return
 *     ...                                         no:  REASON ────────▶ says why
 *   }                                                  throws
 *                                           OPEN ◀───────────────────── sets it
 * </pre>
 *
 * <p>Closed until the agent opens it. What opens it leaves this class once, in {@link #handOver},
 * to the agent that defined the class, before any code of the host runs.
 *
 * <p>The exception is made here and not in the agent: to look up its class may run code of the
 * host's, which must not find the agent's classes on the stack.
 */
public final class TollgateGate {
  private static final String EXCEPTION = "io.tollgate.api.LicenseRequiredException";

  /**
   * Null while all gates are closed; else the features that are licensed, and {@link
   * Collections#EMPTY_SET} itself, not one that equals it, for all of them. A gate that asks for no
   * feature is open with any set.
   */
  private static final AtomicReference<Set<String>> OPEN = new AtomicReference<>();

  /** Set once, together with handing {@code OPEN} over. */
  private static volatile Function<String, String[]> reason;

  private TollgateGate() {}

  /**
   * Returns if licensed functions may run, throws otherwise. The first thing that a woven method
   * does.
   *
   * @param caller the class that declares the gated method
   * @param feature the feature that the gate asks for; empty if none
   */
  public static void pass(Class<?> caller, String feature) {
    Set<String> open = OPEN.get();
    // A constant at the call, so that a gate without a feature is one comparison with null.
    if (open == null
        || (!feature.isEmpty() && open != Collections.EMPTY_SET && !open.contains(feature))) {
      throw denial(caller, feature);
    }
  }

  /**
   * Gives the control to the agent, once in the life of a JVM.
   *
   * @param teller says why a call for a feature is denied: message, code and state
   * @return null closes every gate, {@link Collections#EMPTY_SET} opens every gate, and another set
   *     opens those that ask for a feature in it or for none
   * @throws IllegalStateException on every call but the first
   */
  public static synchronized AtomicReference<Set<String>> handOver(
      Function<String, String[]> teller) {
    if (reason != null) {
      throw new IllegalStateException("The gate has an owner.");
    }
    reason = teller;
    return OPEN;
  }

  private static RuntimeException denial(Class<?> caller, String feature) {
    Function<String, String[]> teller = reason;
    if (teller == null) {
      return new IllegalStateException("Renew your license: nobody has verified one.");
    }
    String[] told = teller.apply(feature);
    if (caller.getClassLoader() == teller.getClass().getClassLoader()) {
      // The agent's own probe: its loader does not see the API, and nobody reads its trace.
      return new IllegalStateException(told[0]);
    }
    RuntimeException denial = make(caller, told[0], told[1], told[2], feature);
    denial.setStackTrace(fromTheGatedMethod(denial.getStackTrace()));
    return denial;
  }

  /** Of the type that the caller's own loader sees, if it sees any. */
  private static RuntimeException make(
      Class<?> caller, String message, String code, String state, String feature) {
    try {
      return (RuntimeException)
          Class.forName(EXCEPTION, true, caller.getClassLoader())
              .getConstructor(String.class, String.class, String.class, String.class)
              .newInstance(message, code, state, feature);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return new IllegalStateException(message);
    }
  }

  /** Without the frames that made the exception: a trace begins where the host was denied. */
  private static StackTraceElement[] fromTheGatedMethod(StackTraceElement[] trace) {
    String gate = TollgateGate.class.getName();
    for (int i = 0; i < trace.length; i++) {
      if (trace[i].getClassName().equals(gate) && trace[i].getMethodName().equals("pass")) {
        StackTraceElement[] rest = new StackTraceElement[trace.length - i - 1];
        System.arraycopy(trace, i + 1, rest, 0, rest.length);
        return rest;
      }
    }
    return trace;
  }
}
