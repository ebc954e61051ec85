package io.tollgate.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.core.system.Fetched;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JVM that fetches one URL and says what came of it. */
final class FetchProgram {
  private FetchProgram() {}

  /** Takes the file of the authority, the URL and, perhaps, the proxy. */
  public static void main(String[] arguments) throws Exception {
    Optional<String> proxy = arguments.length > 2 ? Optional.of(arguments[2]) : Optional.empty();
    HttpsNetwork network =
        new HttpsNetwork(
            Optional.of(arguments[0]), proxy, new LocalFiles(), new JvmEnvironment(), 20_000);
    Fetched fetched = network.get(arguments[1], 1024);
    System.out.println(
        fetched instanceof Fetched.Failed failed ? "failed: " + failed.why() : "fetched");
  }

  /** Runs it in a JVM with one more option than this one; what it prints. */
  static String run(String option, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                FetchProgram.class.getName()));
    command.addAll(List.of(arguments));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, jvm.waitFor(), said);
    return said.strip();
  }
}
