package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, and what it writes. */
final class JavaProcess implements AutoCloseable {
  private static final long MOST_SECONDS = 300;

  /** Anything else, JAVA_TOOL_OPTIONS for one, would change what the tests see. */
  private static final Set<String> INHERITED = Set.of("PATH", "LANG", "TMPDIR");

  private static final String STDOUT = "stdout.txt";
  private static final String STDERR = "stderr.txt";

  private final List<String> command;
  private final Path folder;
  private final Process process;

  private JavaProcess(List<String> command, Path folder) throws IOException {
    this.command = command;
    this.folder = folder;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(STDOUT).toFile())
            .redirectError(folder.resolve(STDERR).toFile());
    builder.environment().keySet().retainAll(INHERITED);
    this.process = builder.start();
  }

  /** Starts {@code java} with these arguments in an existing folder. */
  static JavaProcess start(Jdk jdk, Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(arguments);
    return new JavaProcess(List.copyOf(command), folder);
  }

  Path folder() {
    return folder;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code, once the process has ended by itself. */
  int exitCode() throws InterruptedException {
    assertTrue(
        process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), () -> "It does not end.\n" + describe());
    return process.exitValue();
  }

  String stdout() {
    return read(STDOUT);
  }

  String stderr() {
    return read(STDERR);
  }

  /** All that there is to know when a test fails. */
  String describe() {
    return String.join(" ", command)
        + (isAlive() ? "\nruns" : "\nended with " + process.exitValue())
        + "\n--- stdout\n"
        + stdout()
        + "\n--- stderr\n"
        + stderr();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(" + e + ")";
    }
  }
}
