package java.lang;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * The gate that woven methods call: the one class of Tollgate that every class loader can see,
 * because every loader delegates {@code java.*} to the boot loader.
 *
 * <pre>
 *   host's class, any loader          boot loader                       agent's own loader
 *   ------------------------          -----------                       ------------------
 *   save() {
 *     TollgateGate.pass(..) ───────▶  pass: OPEN? yes: return
 *     ...                                         no:  DENIER ────────▶ makes the exception
 *   }                                             OPEN ◀─────────────── the one thread that may set it
 * </pre>
 *
 * <p>Closed until the agent opens it. What opens it, {@code OPEN}, leaves this class once, in
 * {@link #handOver}, to the agent that defined the class, before any code of the host runs; there
 * is no other way to it, and deep reflection into {@code java.lang} is refused by the JVM unless
 * the command line allows it.
 */
public final class TollgateGate {
  private static final AtomicBoolean OPEN = new AtomicBoolean();

  /** Set once, together with handing {@code OPEN} over. */
  private static volatile BiFunction<Class<?>, String, RuntimeException> denier;

  private TollgateGate() {}

  /**
   * Returns if licensed functions may run, throws otherwise. The first thing that a woven method
   * does.
   *
   * @param caller the class that declares the gated method
   * @param feature the feature that the gate asks for; empty if none
   */
  public static void pass(Class<?> caller, String feature) {
    if (!OPEN.get()) {
      throw denial(caller, feature);
    }
  }

  /**
   * Gives the control to the agent, once in the life of a JVM.
   *
   * @param denialMaker makes the exception for a denied call
   * @return true opens every gate, false closes them
   * @throws IllegalStateException on every call but the first
   */
  public static synchronized AtomicBoolean handOver(
      BiFunction<Class<?>, String, RuntimeException> denialMaker) {
    if (denier != null) {
      throw new IllegalStateException("The gate has an owner.");
    }
    denier = denialMaker;
    return OPEN;
  }

  private static RuntimeException denial(Class<?> caller, String feature) {
    BiFunction<Class<?>, String, RuntimeException> maker = denier;
    return maker == null
        ? new IllegalStateException("Renew your license: nobody has verified one.")
        : maker.apply(caller, feature);
  }
}
