package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a finished process left behind.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
public record Run(int status, String out, String err) {
  /**
   * Long enough for a machine with too much to do. Nothing takes it when all is well: it ends what
   * hangs, and measures nothing.
   */
  public static final long MOST_SECONDS = 300;

  public static Run of(List<String> command, Map<String, String> variables, Path folder)
      throws IOException, InterruptedException {
    File out = Files.createTempFile("run", ".out").toFile();
    File err = Files.createTempFile("run", ".err").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(variables);
    Process process = builder.start();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(
          "still running: "
              + command
              + "\nout: "
              + Files.readString(out.toPath())
              + "\nerr: "
              + Files.readString(err.toPath()));
    }
    Run run =
        new Run(
            process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    Files.delete(out.toPath());
    Files.delete(err.toPath());
    return run;
  }

  public Run assertStatus(int expected) {
    assertEquals(expected, status, () -> "wrong status\nout: " + out + "\nerr: " + err);
    return this;
  }
}
