package io.tollgate.core.system;

import java.io.PrintStream;

/**
 * Standard error as it was when the agent started: a stream that the host puts there later is the
 * host's code. The agent uses no logging library, because the first use of one locks in the host's
 * choice.
 */
public final class StandardError implements Console {
  private final PrintStream stream = System.err;

  public StandardError() {}

  @Override
  public void print(String lines) {
    stream.println(lines);
    stream.flush();
  }
}
