package io.tollgate.core.system;

/**
 * Standard error: the agent uses no logging library, because the first use of one locks in the
 * host's choice.
 */
public final class StandardError implements Console {

  @Override
  public void print(String lines) {
    System.err.println(lines);
    System.err.flush();
  }
}
