package io.tollgate.benchmarks.subject;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: the floor, which every agent pays. */
public final class NoOpAgent {
  private NoOpAgent() {}

  /**
   * Does nothing. With both parameters, as agents have them: the JVM looks for this form first, and
   * makes an exception for an agent that has only the other.
   */
  public static void premain(String argument, Instrumentation instrumentation) {}
}
