package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.JavaHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Spring Boot application, from the making of its process to its first answer with 200. */
final class WebProgram implements Program {
  private static final Pattern PORT = Pattern.compile("Tomcat started on ports? (\\d+)");
  private static final String HEALTH = "/health";
  private static final long PATIENCE_MILLIS = 120_000;
  private static final long PAUSE_MILLIS = 2;

  private final Path jar;
  private final Path folder;

  /** The executable jar, run in that folder. */
  WebProgram(Path jar, Path folder) {
    this.jar = jar.toAbsolutePath();
    this.folder = folder;
  }

  @Override
  public double start(JavaHome java, Variant variant) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.java());
    command.addAll(variant.options());
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of("--server.port=0", "--server.address=127.0.0.1"));
    Path log = folder.resolve("app.log");
    // A folder of its own for every run: what one run leaves behind must not help the next.
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createTempDirectory(folder, "app-").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    long before = System.nanoTime();
    Process process = builder.start();
    try {
      int port = port(process, log);
      URL health = URI.create("http://127.0.0.1:" + port + HEALTH).toURL();
      while (!answers(health)) {
        pause(process, log);
      }
      return (System.nanoTime() - before) / 1e6;
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static int port(Process process, Path log) throws IOException, InterruptedException {
    // Follows the file instead of reading a pipe: an application that goes on logging is never
    // held up by a pipe that nobody empties any more.
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      StringBuilder line = new StringBuilder();
      while (true) {
        int c = lines.read();
        if (c < 0) {
          pause(process, log);
          continue;
        }
        if (c != '\n') {
          line.append((char) c);
          continue;
        }
        Matcher port = PORT.matcher(line);
        if (port.find()) {
          return Integer.parseInt(port.group(1));
        }
        line.setLength(0);
      }
    }
  }

  private static boolean answers(URL health) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) health.openConnection();
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (java.net.ConnectException e) {
      return false;
    } finally {
      connection.disconnect();
    }
  }

  private static void pause(Process process, Path log) throws IOException, InterruptedException {
    long age = process.info().startInstant().map(WebProgram::millisSince).orElse(0L);
    if (!process.isAlive() || age > PATIENCE_MILLIS) {
      throw new IOException("The application did not start.\n" + Files.readString(log));
    }
    Thread.sleep(PAUSE_MILLIS);
  }

  private static long millisSince(java.time.Instant start) {
    return java.time.Duration.between(start, java.time.Clock.systemUTC().instant()).toMillis();
  }
}
