package java.lang;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
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
 *     ...                                         no:  agent ─────────▶ says why
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
  /** What the agent is asked: whether and why a call is denied. */
  private static final String DENY = "deny";

  /** What the agent is told: that a type which hands its marks down is about to be used. */
  private static final String SETTLE = "settle";

  /** What the agent is asked: what a servlet container answers to a denial that nobody handles. */
  private static final String ANSWER = "answer";

  /** What the agent is asked: who counts what stands under a cap. */
  private static final String METER = "meter";

  /** What the agent is asked: who says whether there is room under a cap. */
  private static final String ROOM = "room";

  /** What the agent is asked: what the license says, for the host to show. */
  private static final String LICENSE = "license";

  /** What the agent is told: that something which was counted is no more. */
  private static final String PURGE = "purge";

  /** What comes between in classes that were woven when their product was built. */
  private static final String BUILT_IN = "io.tollgate.api.BuiltInGate";

  private static final String MESSAGE = "Renew your license";

  /** What is wrong with a call that nobody counts: the denial says it. */
  private static final String[] NOBODY = {"", ""};

  /** More causes than anybody wraps; a chain may be a ring. */
  private static final int MOST_CAUSES = 64;

  private static final String EXCEPTION = "io.tollgate.api.LicenseRequiredException";

  /**
   * Null while all gates are closed; else the features that are licensed, and {@link
   * Collections#EMPTY_SET} itself, not one that equals it, for all of them. A gate that asks for no
   * feature is open with any set.
   */
  private static final AtomicReference<Set<String>> OPEN = new AtomicReference<>();

  /** By cap; the agent's, asked for once each. */
  private static final ConcurrentHashMap<String, Function<Object, String[]>> METERS =
      new ConcurrentHashMap<>();

  /** By cap, too. */
  private static final ConcurrentHashMap<String, Function<Object, String[]>> ROOMS =
      new ConcurrentHashMap<>();

  /** Set once, together with handing {@code OPEN} over. */
  private static volatile BiFunction<String, Object, Object> agent;

  private TollgateGate() {}

  /**
   * Returns if licensed functions may run, throws otherwise. The first thing that a woven method
   * does.
   *
   * @param caller the class that declares the gated method
   * @param method its name and descriptor
   * @param feature the feature that the gate asks for; empty if none
   */
  public static void pass(Class<?> caller, String method, String feature) {
    Set<String> open = OPEN.get();
    // A constant at the call, so that a gate without a feature is one comparison with null.
    if (open == null
        || (!feature.isEmpty() && open != Collections.EMPTY_SET && !open.contains(feature))) {
      RuntimeException denial = denial(caller, new String[] {caller.getName(), method, feature});
      if (denial != null) {
        throw denial;
      }
    }
  }

  /**
   * Counts the call under a cap, and returns if its key has a place there; throws otherwise. What a
   * metered method does next.
   *
   * @param caller the class that declares the method
   * @param method its name and descriptor
   * @param cap the cap's name
   * @param argument the argument that is the key, or that has it
   */
  public static void count(Class<?> caller, String method, String cap, Object argument) {
    Function<Object, String[]> meter = METERS.get(cap);
    if (meter == null) {
      meter = meter(METERS, METER, cap);
    }
    String[] problem = meter == null ? NOBODY : meter.apply(argument);
    if (problem.length > 0) {
      deny(caller, method, cap, problem);
    }
  }

  /**
   * Returns if there is room under a cap, throws otherwise.
   *
   * @param caller the class that declares the method
   * @param method its name and descriptor
   * @param cap the cap's name
   */
  public static void room(Class<?> caller, String method, String cap) {
    Function<Object, String[]> room = ROOMS.get(cap);
    if (room == null) {
      room = meter(ROOMS, ROOM, cap);
    }
    String[] problem = room == null ? NOBODY : room.apply(cap);
    if (problem.length > 0) {
      deny(caller, method, cap, problem);
    }
  }

  private static void deny(Class<?> caller, String method, String cap, String[] problem) {
    String demand = "[".concat(cap).concat("]");
    RuntimeException denial =
        denial(caller, new String[] {caller.getName(), method, demand, problem[0], problem[1]});
    if (denial != null) {
      throw denial;
    }
  }

  @SuppressWarnings("unchecked") // the agent's own word
  private static Function<Object, String[]> meter(
      ConcurrentHashMap<String, Function<Object, String[]>> known, String question, String cap) {
    BiFunction<String, Object, Object> owner = agent;
    if (owner == null) {
      return null;
    }
    Function<Object, String[]> meter = (Function<Object, String[]>) owner.apply(question, cap);
    known.put(cap, meter);
    return meter;
  }

  /** What the license says, in types of the JDK; null if there is no agent. */
  public static Object license() {
    BiFunction<String, Object, Object> owner = agent;
    return owner == null ? null : owner.apply(LICENSE, null);
  }

  /**
   * Takes keys from under a cap.
   *
   * @param keys the cap's name, and the keys
   */
  public static void purge(String[] keys) {
    BiFunction<String, Object, Object> owner = agent;
    if (owner != null) {
      owner.apply(PURGE, keys);
    }
  }

  /**
   * As {@link #pass}, for a method that knows nothing of the marked type whose method it implements
   * in a subclass: {@code class Impl extends Base implements Orders}, where {@code Base} has the
   * code. Other receivers are let through.
   *
   * @param receiver whose method is called
   * @param type binary name of the marked type
   */
  public static void passAs(
      Object receiver, String type, Class<?> caller, String method, String feature) {
    Set<String> open = OPEN.get();
    boolean closed =
        open == null
            || (!feature.isEmpty() && open != Collections.EMPTY_SET && !open.contains(feature));
    if (closed && isBelow(receiver.getClass(), type)) {
      pass(caller, method, feature);
    }
  }

  /** By name, as marks are handed down: two loaders may have a type of this name each. */
  private static boolean isBelow(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (each.getName().equals(name)) {
        return true;
      }
      for (Class<?> above : each.getInterfaces()) {
        if (isBelow(above, name)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Called by a type that hands its marks down, before any code of what is below it can run: what
   * was loaded before its marks were known is woven now.
   */
  public static void settle(Class<?> type) {
    BiFunction<String, Object, Object> owner = agent;
    if (owner != null) {
      owner.apply(SETTLE, type);
    }
  }

  /**
   * Gives the control to the agent, once in the life of a JVM.
   *
   * @param owner the agent: {@code deny} with class, method and feature, or cap in brackets and
   *     what its meter said, of a call that is not open gives message, code, state and feature, or
   *     nothing if it is to pass all the same; {@code settle} with a type weaves what is below it;
   *     {@code meter} and {@code room} with a cap's name give a function that says what is wrong
   *     and its code, or nothing
   * @return null closes every gate, {@link Collections#EMPTY_SET} opens every gate, and another set
   *     opens those that ask for a feature in it or for none
   * @throws IllegalStateException on every call but the first
   */
  public static synchronized AtomicReference<Set<String>> handOver(
      BiFunction<String, Object, Object> owner) {
    if (agent != null) {
      throw new IllegalStateException("The gate has an owner.");
    }
    agent = owner;
    return OPEN;
  }

  /**
   * What a servlet container answers if the application lets this exception out. Called where one
   * is about to leave it.
   *
   * @return a body in JSON; null if this is not about a denied call, or somebody else will answer,
   *     or it fails, which the exception then says
   */
  public static byte[] answer(Throwable thrown) {
    try {
      return answerTo(thrown);
    } catch (Throwable failed) {
      if (failed != thrown) {
        thrown.addSuppressed(failed);
      }
      return null;
    }
  }

  /** Whether this exception is about a denied call, its causes included. */
  public static boolean isDenial(Throwable thrown) {
    try {
      Throwable cause = thrown;
      for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
        if (denialIn(cause) != null) {
          return true;
        }
        cause = cause.getCause();
      }
    } catch (Throwable failed) {
      // Code of the host's, in an exception's getters: it is as if this was none.
      return false;
    }
    return false;
  }

  private static byte[] answerTo(Throwable thrown) {
    BiFunction<String, Object, Object> owner = agent;
    Throwable cause = thrown;
    for (int i = 0; owner != null && cause != null && i < MOST_CAUSES; i++) {
      String[] denial = denialIn(cause);
      if (denial != null) {
        byte[] body = (byte[]) owner.apply(ANSWER, denial);
        return body.length == 0 ? null : body;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /**
   * Message, code, state and feature; null if this is no denial. Read here, because methods of the
   * exception may be code of the host's.
   */
  private static String[] denialIn(Throwable thrown) {
    String message = thrown.getMessage();
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(EXCEPTION)) {
        return new String[] {
          String.valueOf(message),
          part(type, thrown, "code"),
          part(type, thrown, "state"),
          part(type, thrown, "feature")
        };
      }
    }
    if (thrown.getClass() != IllegalStateException.class
        || message == null
        || !message.startsWith(MESSAGE)
        || !message.endsWith("]")) {
      return null;
    }
    int code = message.lastIndexOf("[TG-") + 1;
    return code == 0
        ? null
        : new String[] {message, message.substring(code, message.length() - 1), "", ""};
  }

  private static String part(Class<?> type, Throwable thrown, String name) {
    try {
      return String.valueOf(type.getMethod(name).invoke(thrown));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null if the call is to pass. */
  private static RuntimeException denial(Class<?> caller, String[] call) {
    BiFunction<String, Object, Object> owner = agent;
    if (owner == null) {
      return new IllegalStateException("Renew your license: nobody has verified one.");
    }
    String[] told = (String[]) owner.apply(DENY, call);
    if (told.length == 0) {
      return null;
    }
    if (caller.getClassLoader() == owner.getClass().getClassLoader()) {
      // The agent's own probe: its loader does not see the API, and nobody reads its trace.
      return new IllegalStateException(told[0]);
    }
    RuntimeException denial = make(caller, told[0], told[1], told[2], told[3]);
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

  private static boolean isEntry(String name) {
    return name.equals("pass") || name.equals("count") || name.equals("room");
  }

  /** Without the frames that made the exception: a trace begins where the host was denied. */
  private static StackTraceElement[] fromTheGatedMethod(StackTraceElement[] trace) {
    String gate = TollgateGate.class.getName();
    for (int i = 0; i < trace.length; i++) {
      if (trace[i].getClassName().equals(gate) && isEntry(trace[i].getMethodName())) {
        int from = i + 1;
        while (from < trace.length
            && (trace[from].getClassName().equals(gate)
                || trace[from].getClassName().startsWith(BUILT_IN))) {
          from++;
        }
        StackTraceElement[] rest = new StackTraceElement[trace.length - from];
        System.arraycopy(trace, from, rest, 0, rest.length);
        return rest;
      }
    }
    return trace;
  }
}
