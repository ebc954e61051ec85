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
    // It may have been attached since the class was initialized.
    MethodHandle gate = Agent.PASS == null ? find("pass", Agent.PASS_TYPE) : Agent.PASS;
    if (gate == null) {
      throw denied(feature);
    }
    try {
      gate.invokeExact(caller, method, feature);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /**
   * Returns if there is room under a cap, throws otherwise.
   *
   * @param caller the class that declares the gated method
   * @param method its name and descriptor
   * @param cap the cap's name
   * @throws LicenseRequiredException if there is none, or nobody has verified a license
   */
  public static void room(Class<?> caller, String method, String cap) {
    MethodHandle gate = Agent.ROOM == null ? find("room", Agent.PASS_TYPE) : Agent.ROOM;
    if (gate == null) {
      throw denied("");
    }
    try {
      gate.invokeExact(caller, method, cap);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /**
   * Counts the call under a cap, and returns if its key has a place there; throws otherwise.
   *
   * @param caller the class that declares the metered method
   * @param method its name and descriptor
   * @param cap the cap's name
   * @param argument the argument that is the key, or that has it; may be null
   * @throws LicenseRequiredException if there is no place, or nobody has verified a license
   */
  public static void count(Class<?> caller, String method, String cap, Object argument) {
    MethodHandle gate = Agent.COUNT == null ? find("count", Agent.COUNT_TYPE) : Agent.COUNT;
    if (gate == null) {
      throw denied("");
    }
    try {
      gate.invokeExact(caller, method, cap, argument);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static LicenseRequiredException denied(String feature) {
    return new LicenseRequiredException(
        "Renew your license: the product runs without its license agent, which verifies one. Start"
            + " it with -javaagent and the agent jar that came with it. ["
            + NO_AGENT
            + "]",
        NO_AGENT,
        NOT_STARTED,
        feature);
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException denial
        ? denial
        : new IllegalStateException("A gate throws what it does not declare.", thrown);
  }

  /** Found once, so that the JIT compiler sees through the calls. */
  private static final class Agent {
    static final MethodType PASS_TYPE =
        MethodType.methodType(void.class, Class.class, String.class, String.class);
    static final MethodType COUNT_TYPE = PASS_TYPE.appendParameterTypes(Object.class);
    static final @Nullable MethodHandle PASS = find("pass", PASS_TYPE);
    static final @Nullable MethodHandle ROOM = find("room", PASS_TYPE);
    static final @Nullable MethodHandle COUNT = find("count", COUNT_TYPE);

    private Agent() {}
  }

  private static @Nullable MethodHandle find(String method, MethodType type) {
    try {
      return MethodHandles.publicLookup()
          .findStatic(Class.forName("java.lang.TollgateGate", false, null), method, type);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
