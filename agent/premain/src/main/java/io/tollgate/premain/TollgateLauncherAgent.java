package io.tollgate.premain;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The class that {@code java -jar} starts before {@code main} when the jar's manifest names it as
 * {@code Launcher-Agent-Class}. Nothing of the host has run by then, so it is a start like any
 * other; settings are properties and environment variables.
 */
public final class TollgateLauncherAgent {

  private TollgateLauncherAgent() {}

  /** Starts the agent. */
  public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
    TollgateAgent.premain(argument, instrumentation);
  }
}
