package io.tollgate.benchmarks.running;

import io.tollgate.benchmarks.JavaHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that waits. */
final class IdleProgram {
  private static final String SOURCE =
      """
      public class Idle {
        public static void main(String[] arguments) throws Exception {
          System.out.println("ready");
          System.in.read();
        }
      }
      """;

  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

  /**
   * Until all threads have begun and their first work is done; the bean is registered after 10 s.
   */
  private static final long SETTLING_MILLIS = 25_000;

  private final Path folder;
  private final JavaHome java;

  /** What a JVM took while nothing happened. */
  record Cost(double cpuPercent, long heapKilobytes, long metaspaceKilobytes) {}

  IdleProgram(Path folder, JavaHome java) throws IOException {
    this.folder = folder;
    this.java = java;
    Compiler.compile(folder, "Idle", SOURCE, List.of());
  }

  Cost run(List<String> options, int seconds) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.java()));
    command.addAll(options);
    command.addAll(List.of("-cp", folder.resolve("classes").toString(), "Idle"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      if (process.getInputStream().read() < 0) {
        throw new IOException("The program did not start.");
      }
      Thread.sleep(SETTLING_MILLIS);
      Duration before = process.info().totalCpuDuration().orElseThrow();
      Thread.sleep(seconds * 1_000L);
      Duration used = process.info().totalCpuDuration().orElseThrow().minus(before);
      ask(process, "GC.run");
      return new Cost(
          used.toMillis() / (seconds * 10.0),
          number(TOTAL, ask(process, "GC.class_histogram")) / 1024,
          number(METASPACE, ask(process, "GC.heap_info")));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private String ask(Process process, String question) throws IOException, InterruptedException {
    Path answer = folder.resolve("answer");
    new ProcessBuilder(
            java.home().resolve("bin/jcmd").toString(), Long.toString(process.pid()), question)
        .redirectOutput(answer.toFile())
        .start()
        .waitFor();
    return Files.readString(answer, StandardCharsets.UTF_8);
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("jcmd said something else: " + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
