package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.state.StateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A JVM that is killed while it writes down what it knows. */
@Execution(ExecutionMode.CONCURRENT)
class KilledWriterIT {
  private static final int KILLS = Integer.getInteger("tollgate.kills", 60);
  private static final int WRITERS = 4;

  @Test
  void nothingThatWasWrittenIsLostAndNothingIsHalfWritten() throws Exception {
    List<String> folders = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      folders.add(
          Files.createTempDirectory(Path.of("target").toAbsolutePath(), "killed").toString());
    }
    long seed = System.nanoTime();
    Random chance = new Random(seed);
    long[] known = new long[WRITERS];
    for (int kill = 0; kill < KILLS; kill++) {
      writeAndDie(chance.nextInt(60), folders, known);
      for (int i = 0; i < WRITERS; i++) {
        assertWhole(folders.get(i), known[i], "kill " + kill + " of seed " + seed);
      }
    }
    System.out.printf(
        "killed %d times, %d writers each, in %d complete writes%n",
        KILLS, WRITERS, LongStream.of(known).sum());
  }

  private static void assertWhole(String path, long known, String which) {
    StateFolder folder = StateWriter.folder(path);
    long memory = StateWriter.numberIn(folder);
    if (known == 0 && memory <= 0) {
      return; // It died before it had written anything.
    }
    assertTrue(memory >= known && memory <= known + 1, memory + " after " + known + ", " + which);
    for (String document : StateWriter.DOCUMENTS) {
      Optional<byte[]> content = folder.read(document);
      if (known == 0 && content.isEmpty()) {
        continue;
      }
      String text = new String(content.orElseThrow(), StandardCharsets.UTF_8);
      long number = Long.parseLong(text.substring(0, text.indexOf(' ')));
      assertTrue(number >= known && number <= memory, number + " after " + known + ", " + which);
      assertArrayEquals(StateWriter.document(number), content.orElseThrow(), which);
    }
    assertEquals(Optional.empty(), folder.news(), which);
  }

  /**
   * Lets it write for a while.
   *
   * @param known the last number that each writer has reported
   */
  private static void writeAndDie(long millis, List<String> folders, long[] known)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Jdk.ofTheseTests().tool("java"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StateWriter.class.getName()));
    command.addAll(folders);
    Process writer =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      Thread.sleep(millis); // the moment of its death, not a condition
      writer.toHandle().destroyForcibly(); // which leaves the pipe to be read
      writer.onExit().join();
      while (line != null) {
        String[] words = line.split(" ", -1);
        known[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
        line = lines.readLine();
      }
    }
  }
}
