package io.tollgate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a program to its end and takes the time. */
public final class ChildJvm {
  private final Path errors;

  /** Runs that write their standard error to this file. */
  public ChildJvm(Path errors) {
    this.errors = errors;
  }

  /**
   * What became of a run.
   *
   * @param millis from before the process was made until it had ended
   */
  public record Outcome(int exit, String output, String errors, double millis) {

    /**
     * This outcome, if it is the wanted one: a run that failed must not count as fast.
     *
     * @throws IOException if it is not
     */
    public Outcome mustPrint(String wanted) throws IOException {
      if (exit != 0 || !output.strip().equals(wanted)) {
        throw new IOException(
            "A run ended with " + exit + " and printed \"" + output.strip() + "\".\n" + errors);
      }
      return this;
    }
  }

  /** Runs the command to its end. */
  public Outcome run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    // What the shell sets for every JVM would be measured along with it.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    long before = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    int exit = process.waitFor();
    double millis = (System.nanoTime() - before) / 1e6;
    return new Outcome(
        exit, new String(output, StandardCharsets.UTF_8), Files.readString(errors), millis);
  }
}
