package io.tollgate.benchmarks.subject;

/** An agent that does nothing: the floor, which every agent pays. */
public final class NoOpAgent {
  private NoOpAgent() {}

  /** Does nothing. */
  public static void premain(String argument) {}
}
