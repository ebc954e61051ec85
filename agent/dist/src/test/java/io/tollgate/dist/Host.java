package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A running {@link GatedHost} under an agent, and every line that it printed, with its time. */
final class Host implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(Run.MOST_SECONDS);

  private static final int STEP_MILLIS = 5;

  private final List<Line> lines = new ArrayList<>();
  private final Process process;
  private final Writer orders;

  /**
   * A line as it arrived.
   *
   * @param nanos when, by {@link System#nanoTime}
   * @param wall when, in ms since the epoch
   * @param err whether on standard error
   */
  record Line(long nanos, long wall, boolean err, String text) {}

  private Host(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    collect(process.getInputStream(), false);
    collect(process.getErrorStream(), true);
  }

  /** Starts it. */
  static Host start(Jdk jdk, Map<String, String> variables, String agent, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-javaagent:" + agent);
    return start(jdk, variables, all);
  }

  /** Starts it without an agent. */
  static Host plain(Jdk jdk, String... options) throws IOException {
    return start(jdk, Map.of(), List.of(options));
  }

  private static Host start(Jdk jdk, Map<String, String> variables, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(jdk.light());
    command.add("-Xmx64m");
    command.addAll(options);
    String classes = Path.of("target", "test-classes").toAbsolutePath().toString();
    command.addAll(
        List.of("-cp", classes + File.pathSeparator + Product.API, GatedHost.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(variables);
    return new Host(builder.start());
  }

  private void collect(InputStream stream, boolean err) {
    Thread collector =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                String text = reader.readLine();
                while (text != null) {
                  add(new Line(System.nanoTime(), System.currentTimeMillis(), err, text));
                  text = reader.readLine();
                }
              } catch (IOException e) {
                add(new Line(System.nanoTime(), System.currentTimeMillis(), err, "(" + e + ")"));
              }
            },
            "collector");
    collector.setDaemon(true);
    collector.start();
  }

  private void add(Line line) {
    synchronized (lines) {
      lines.add(line);
    }
  }

  /** How many lines there are by now: what is awaited after this comes later. */
  int mark() {
    synchronized (lines) {
      return lines.size();
    }
  }

  private List<Line> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** The first line since that mark that is such. */
  Line await(int mark, String what, Predicate<Line> such) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean alive = true;
    while (alive && System.nanoTime() < deadline) {
      // What it printed before it ended is looked at once more.
      alive = process.isAlive();
      List<Line> now = lines();
      for (Line line : now.subList(mark, now.size())) {
        if (such.test(line)) {
          return line;
        }
      }
      Thread.sleep(STEP_MILLIS);
    }
    return fail((alive ? "not within " + PATIENCE : "ended") + ": " + what + "\n" + describe());
  }

  /** A line on standard error with that text. */
  Line awaitErr(int mark, String text) throws InterruptedException {
    return await(mark, "stderr: " + text, line -> line.err() && line.text().contains(text));
  }

  /** The line that says that the gates stand so. */
  Line awaitGates(int mark, String gates) throws InterruptedException {
    return await(mark, gates, line -> !line.err() && line.text().equals(gates));
  }

  /** A line on standard output that begins so. */
  Line awaitLine(int mark, String begin) throws InterruptedException {
    return await(mark, begin, line -> !line.err() && line.text().startsWith(begin));
  }

  /** How the gates stand. */
  String gates() {
    String last = "";
    for (Line line : lines()) {
      if (!line.err() && (line.text().startsWith("open") || line.text().startsWith("closed"))) {
        last = line.text();
      }
    }
    return last;
  }

  /** Tells the application to do something, and awaits the line that begins with the answer. */
  Line order(String order, String answer) throws IOException, InterruptedException {
    int mark = mark();
    orders.write(order + "\n");
    orders.flush();
    return await(mark, answer, line -> !line.err() && line.text().startsWith(answer));
  }

  /**
   * What was printed on standard error since that mark, without the line about denied calls: there
   * is one at some time in each JVM whose application asks for a feature that it has not.
   */
  List<String> err(int mark) {
    List<String> err = new ArrayList<>();
    List<Line> now = lines();
    for (Line line : now.subList(mark, now.size())) {
      if (line.err() && !line.text().contains("TG-LIC-0012")) {
        err.add(line.text());
      }
    }
    return err;
  }

  /** How the gates stood, one after the other, since that mark. */
  List<String> gatesSince(int mark) {
    List<String> gates = new ArrayList<>();
    List<Line> now = lines();
    for (Line line : now.subList(mark, now.size())) {
      if (!line.err() && (line.text().startsWith("open") || line.text().startsWith("closed"))) {
        gates.add(line.text());
      }
    }
    return gates;
  }

  /** Exactly one line on standard error since that mark has each of these texts, in any order. */
  void assertErr(int mark, String... texts) {
    List<String> err = err(mark);
    assertEquals(texts.length, err.size(), this::describe);
    for (String text : texts) {
      assertEquals(
          1, err.stream().filter(line -> line.contains(text)).count(), () -> text + describe());
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void signal(String name) throws IOException, InterruptedException {
    Run.of(
            List.of("kill", "-" + name, Long.toString(process.pid())),
            Map.of(),
            Path.of("target").toAbsolutePath())
        .assertStatus(0);
  }

  /** Ends the input, and with it the application. Its exit status. */
  int end() throws InterruptedException {
    try {
      orders.close();
    } catch (IOException e) {
      // It has ended already.
    }
    return status();
  }

  /** The status with which it ends by itself. */
  int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      fail("it does not end\n" + describe());
    }
    return process.exitValue();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  String describe() {
    StringBuilder text = new StringBuilder(process.info().commandLine().orElse("(ended)"));
    for (Line line : lines()) {
      text.append('\n').append(line.wall()).append(line.err() ? " err " : " out ");
      text.append(line.text());
    }
    return text.toString();
  }

  @Override
  public void close() {
    kill();
    try {
      orders.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
