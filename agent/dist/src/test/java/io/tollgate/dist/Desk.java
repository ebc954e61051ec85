package io.tollgate.dist;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A running {@link MeteredHost} that is asked one line and answers one. */
final class Desk implements AutoCloseable {
  private static final int STEP_MILLIS = 20;

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;
  private final Path err;

  private Desk(Process process, Path err) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.err = err;
  }

  static Desk start(Jdk jdk, Map<String, String> variables, String... options) throws IOException {
    List<String> command = new ArrayList<>(jdk.light());
    command.add("-Xmx96m");
    command.addAll(List.of(options));
    String classes = Path.of("target", "test-classes").toAbsolutePath().toString();
    command.addAll(
        List.of("-cp", classes + File.pathSeparator + Product.API, MeteredHost.class.getName()));
    Path err = Files.createTempFile(Path.of("target"), "desk", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(variables);
    return new Desk(builder.start(), err);
  }

  /** One question; the answer, or {@code GONE} if the process has ended. */
  String ask(String question) throws IOException {
    try {
      questions.write(question + "\n");
      questions.flush();
    } catch (IOException e) {
      return "GONE";
    }
    try {
      String answer = answers.readLine();
      return answer == null ? "GONE" : answer;
    } catch (IOException e) {
      // The JDK exchanges the stream of a process that has ended, and may do so under a reader.
      return "GONE";
    }
  }

  /** Asks until that is the answer. */
  void askUntil(String question, String answer) throws IOException, InterruptedException {
    await(() -> ask(question).equals(answer));
  }

  /** Waits for a line on standard error with that text. */
  void awaitErr(String text) throws IOException, InterruptedException {
    await(() -> err().contains(text));
  }

  private void await(Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + Host.PATIENCE + "\n" + describe());
      }
      Thread.sleep(STEP_MILLIS);
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /** What it has printed on standard error so far. */
  String err() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String describe() {
    return "stderr:\n" + err();
  }

  /** As by {@code kill -9}, in the middle of whatever is asked meanwhile. */
  void killLater(int millis) {
    Thread killer =
        new Thread(
            () -> {
              LockSupport.parkNanos(millis * 1_000_000L);
              process.destroyForcibly();
            });
    killer.setDaemon(true);
    killer.start();
  }

  /** As by {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.delete(err);
  }
}
