package io.tollgate.premain;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The class that {@code -javaagent} starts, and that attaching to a running JVM does. */
public final class TollgateAgent {
  private static final String START = "io.tollgate.core.AgentStart";
  private static final String TOOL_START = "io.tollgate.core.ToolStart";
  private static final String ATTACHED_START = "io.tollgate.core.AttachedStart";
  private static final int CONFIGURATION = 78;

  /** The system property in which whoever attached the agent finds how that went. */
  private static final String ANSWER = "tollgate.attached";

  /** Not the zone itself: reflection would hand the agent's classes to whoever asks. */
  private static boolean isRuled;

  private TollgateAgent() {}

  /** Starts the agent; what goes wrong ends the JVM, because nothing would be gated. */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    boolean tool = JdkTool.isRunning();
    try {
      // A second jar, whatever its version, comes here too: the name is resolved to the first.
      if (isRuled) {
        again(tool);
        return;
      }
      Zone zone = Zone.ofThisJar();
      isRuled = true;
      start(zone, tool ? TOOL_START : START, argument == null ? "" : argument, instrumentation);
    } catch (Throwable e) {
      if (!tool) {
        halt(
            "TG-SYS-0006 The agent could not start ("
                + e
                + "). Send this line to the product's vendor.");
      }
    }
  }

  /**
   * Starts the agent in a JVM that runs already, which it never ends. What an attached agent throws
   * would be a stack trace in the host's log and nothing that whoever attached it can read.
   */
  public static synchronized void agentmain(
      @Nullable String argument, Instrumentation instrumentation) {
    String answer;
    try {
      answer = attach(argument == null ? "" : argument, instrumentation);
    } catch (Throwable e) {
      answer =
          "TG-SYS-0006 The agent could not start ("
              + e
              + "). Send this line to the product's vendor.";
    }
    System.setProperty(ANSWER, answer);
  }

  @SuppressWarnings("unchecked") // the class is ours: it comes from the same jar
  private static String attach(String argument, Instrumentation instrumentation) throws Exception {
    if (isRuled) {
      return "TG-SYS-0041 The agent is in this JVM already, and stays as it is. "
          + "Nothing is to be done; for other settings restart the application.";
    }
    Zone zone = Zone.ofThisJar();
    if (!Seals.allAre(zone)) {
      // An earlier jar that could not start is still on the class path, and its classes serve.
      return "TG-SYS-0008 Two agents with different policies are on the command line. "
          + "Keep the one that came with the product.";
    }
    Object start = zone.loadClass(ATTACHED_START).getDeclaredConstructor().newInstance();
    String answer =
        ((BiFunction<String, Instrumentation, String>) start).apply(argument, instrumentation);
    if (!answer.startsWith("TG-")) {
      isRuled = true;
    }
    return answer;
  }

  @SuppressWarnings("unchecked") // the class is ours: it comes from the same jar
  private static void start(
      Zone zone, String className, String argument, Instrumentation instrumentation)
      throws Exception {
    Object start = zone.loadClass(className).getDeclaredConstructor().newInstance();
    ((BiConsumer<String, Instrumentation>) start).accept(argument, instrumentation);
  }

  /** The first agent rules, unless that would put one vendor's policy in the place of another's. */
  private static void again(boolean tool) throws Exception {
    if (tool) {
      return;
    }
    // A zone of the same jar, of which no class is taken.
    if (Seals.allAre(Zone.ofThisJar())) {
      say(
          "TG-SYS-0001 The agent is on the command line more than once; the first one rules. "
              + "Remove the second -javaagent.");
    } else {
      halt(
          "TG-SYS-0008 Two agents with different policies are on the command line. "
              + "Keep the one that came with the product.");
    }
  }

  private static void say(String line) {
    System.err.println("Tollgate: " + line);
    System.err.flush();
  }

  /** An exception out of premain would be SIGABRT and a core file. */
  private static void halt(String line) {
    say(line);
    Runtime.getRuntime().halt(CONFIGURATION);
  }
}
