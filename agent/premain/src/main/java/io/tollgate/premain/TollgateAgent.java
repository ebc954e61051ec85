package io.tollgate.premain;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The class that {@code -javaagent} starts. */
public final class TollgateAgent {
  private static final String START = "io.tollgate.core.AgentStart";
  private static final String TOOL_START = "io.tollgate.core.ToolStart";
  private static final int CONFIGURATION = 78;

  private static @Nullable Zone ruling;

  private TollgateAgent() {}

  /** Starts the agent; what goes wrong ends the JVM, because nothing would be gated. */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    boolean tool = JdkTool.isRunning();
    try {
      // A second jar, whatever its version, comes here too: the name is resolved to the first.
      if (ruling != null) {
        again(ruling, tool);
        return;
      }
      ruling = Zone.ofThisJar();
      start(ruling, tool ? TOOL_START : START, argument == null ? "" : argument, instrumentation);
    } catch (Throwable e) {
      if (!tool) {
        halt(
            "TG-SYS-0006 The agent could not start ("
                + e
                + "). Send this line to the product's vendor.");
      }
    }
  }

  @SuppressWarnings("unchecked") // the class is ours: it comes from the same jar
  private static void start(
      Zone zone, String className, String argument, Instrumentation instrumentation)
      throws Exception {
    Object start = zone.loadClass(className).getDeclaredConstructor().newInstance();
    ((BiConsumer<String, Instrumentation>) start).accept(argument, instrumentation);
  }

  /** The first agent rules, unless that would put one vendor's policy in the place of another's. */
  private static void again(Zone zone, boolean tool) throws Exception {
    if (tool) {
      return;
    }
    if (Seals.allAre(zone)) {
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
