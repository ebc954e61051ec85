package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** A process that runs until it is told to end, and what it says meanwhile. */
public final class Service implements AutoCloseable {
  /** So that whoever asks again and again asks more than once. */
  public static final Duration LONGEST_ANSWER = Duration.ofSeconds(Run.MOST_SECONDS / 5);

  private static final long STEP_MILLIS = 50;

  /** Is asked again and again. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final Path out;
  private final Path err;

  private Service(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  public static Service start(List<String> command, Path folder) throws IOException {
    Path out = Files.createTempFile(folder, "service", ".out");
    Path err = Files.createTempFile(folder, "service", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new Service(builder.start(), out, err);
  }

  /** The port that the agent wrote into its state folder, once it did. */
  public int port(Path stateFolder) throws IOException, InterruptedException {
    Path file = stateFolder.resolve("http.port");
    await("the endpoint is open", () -> Files.exists(file));
    return Integer.parseInt(Files.readString(file).strip());
  }

  /** Waits; fails if the process ends before, or at the deadline. */
  void await(String what, Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Run.MOST_SECONDS);
    while (!condition.holds()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("not so: " + what + "\n" + out() + err());
      }
      Thread.sleep(STEP_MILLIS);
    }
  }

  HttpResponse<String> get(int port, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LONGEST_ANSWER);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(int port, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LONGEST_ANSWER)
            .headers(headers)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Closes its standard input, on which it ends by itself; what it left behind. */
  Run end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(Run.MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running\n" + out() + err());
    }
    return new Run(process.exitValue(), out(), err());
  }

  /** SIGKILL, and nothing runs when this returns. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /**
   * A program of this machine. Without it a test is skipped, loudly; in CI ({@code CI=true}) it
   * fails.
   *
   * @param debianPackage that has it
   */
  public static String needed(String program, String debianPackage) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    String missing =
        "NOT TESTED: "
            + program
            + " is not installed (Debian: apt-get install "
            + debianPackage
            + ").";
    assertNotEquals("true", System.getenv("CI"), missing);
    System.err.println(missing);
    throw new TestAbortedException(missing);
  }
}
