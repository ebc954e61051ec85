package io.tollgate.core.system;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard error as it was when the agent started: a stream that the host puts there later is the
 * host's code. The agent uses no logging library, because the first use of one locks in the host's
 * choice.
 */
public final class StandardError implements Console {
  private final PrintStream stream;

  public StandardError() {
    this(System.err);
  }

  private StandardError(PrintStream stream) {
    this.stream = stream;
  }

  /** The stream that the process has, whatever the host has made of {@code System.err} by now. */
  public static StandardError ofTheProcess() {
    return new StandardError(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, Charset.defaultCharset()));
  }

  @Override
  public void print(String lines) {
    stream.println(lines);
    stream.flush();
  }
}
