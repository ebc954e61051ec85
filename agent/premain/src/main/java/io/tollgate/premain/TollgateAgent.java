package io.tollgate.premain;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The class that {@code -javaagent} starts. */
public final class TollgateAgent {
  private static final String START = "io.tollgate.core.AgentStart";

  private static boolean started;

  private TollgateAgent() {}

  /** Starts the agent; what goes wrong ends the JVM, because nothing would be gated. */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    if (JdkTool.isRunning()) {
      return;
    }
    // A second jar, whatever its version, ends here too: its name is resolved to this class, the
    // first on the class path.
    if (started) {
      System.err.println(
          "Tollgate: TG-SYS-0001 The agent is on the command line more than once; the first one rules. "
              + "Remove the second -javaagent.");
      return;
    }
    started = true;
    try {
      start(argument == null ? "" : argument, instrumentation);
    } catch (Throwable e) {
      halt(e);
    }
  }

  @SuppressWarnings("unchecked") // the class is ours: it comes from the same jar
  private static void start(String argument, Instrumentation instrumentation) throws Exception {
    Object start = Zone.ofThisJar().loadClass(START).getDeclaredConstructor().newInstance();
    ((BiConsumer<String, Instrumentation>) start).accept(argument, instrumentation);
  }

  /** An exception out of premain would be SIGABRT and a core file. */
  private static void halt(Throwable problem) {
    System.err.println(
        "Tollgate: TG-SYS-0006 The agent could not start ("
            + problem
            + "). Send this line to the product's vendor.");
    System.err.flush();
    Runtime.getRuntime().halt(78);
  }
}
