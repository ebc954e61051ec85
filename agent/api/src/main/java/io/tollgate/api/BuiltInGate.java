package io.tollgate.api;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What classes call that were woven when the product was built. Asks the agent's gate if the agent
 * is there, and denies if it is not: a gate that is built in does not depend on an option of the
 * command line.
 */
public final class BuiltInGate {
  private static final String NO_AGENT = "TG-SYS-0044";
  private static final String NOT_STARTED = "MISSING";

  private BuiltInGate() {}

  /**
   * Returns if licensed functions may run, throws otherwise.
   *
   * @param caller the class that declares the gated method
   * @param method its name and descriptor
   * @param feature the feature that the gate asks for; empty if none
   * @throws LicenseRequiredException if the license does not allow it, or nobody has verified one
   */
  public static void pass(Class<?> caller, String method, String feature) {
    MethodHandle gate = Agent.GATE;
    if (gate == null) {
      // It may have been attached since.
      gate = find();
    }
    if (gate == null) {
      throw new LicenseRequiredException(
          "Renew your license: the product runs without its license agent, which verifies one. Start"
              + " it with -javaagent and the agent jar that came with it. ["
              + NO_AGENT
              + "]",
          NO_AGENT,
          NOT_STARTED,
          feature);
    }
    ask(gate, caller, method, feature);
  }

  private static void ask(MethodHandle gate, Class<?> caller, String method, String feature) {
    try {
      gate.invokeExact(caller, method, feature);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A gate throws what it does not declare.", e);
    }
  }

  /** Found once, so that the JIT compiler sees through the call. */
  private static final class Agent {
    static final @Nullable MethodHandle GATE = find();

    private Agent() {}
  }

  private static @Nullable MethodHandle find() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Class.forName("java.lang.TollgateGate", false, null),
              "pass",
              MethodType.methodType(void.class, Class.class, String.class, String.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
