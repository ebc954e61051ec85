package io.tollgate.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A JVM that is killed while it writes down what it knows. */
@ResourceLock("processors") // waits for no clock: one such at a time
class KilledWriterIT {
  private static final int KILLS = Integer.getInteger("tollgate.kills", 60);
  private static final int WRITERS = 4;
  private static final Pattern MARK = Pattern.compile("\"mark\":([0-9]+)");

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
    long[] found = new long[WRITERS];
    for (int kill = 0; kill < KILLS; kill++) {
      writeAndDie(chance.nextInt(60), folders, known);
      for (int i = 0; i < WRITERS; i++) {
        String which = "kill " + kill + " of seed " + seed;
        found[i] = assertWhole(Path.of(folders.get(i)), known[i], found[i], which);
      }
    }
    assertTrue(LongStream.of(known).sum() > KILLS, "the writers have not written");
    System.out.printf(
        "killed %d times, %d writers each, in %d complete writes%n",
        KILLS, WRITERS, LongStream.of(known).sum());
  }

  /**
   * Returns the number that is remembered.
   *
   * @param known the last one that was written with everything that goes with it
   * @param before the one that was remembered before that life
   */
  private static long assertWhole(Path folder, long known, long before, String which)
      throws IOException, GeneralSecurityException {
    Optional<String> memory = content(folder.resolve("memory.json"), which);
    if (memory.isEmpty() && known == 0) {
      return 0; // It died before it had written anything.
    }
    Matcher mark = MARK.matcher(memory.orElseThrow(() -> new AssertionError(which)));
    assertTrue(mark.find(), which);
    long found = Long.parseLong(mark.group(1));
    long least = Math.max(known, before);
    assertTrue(found >= least && found <= least + 1, found + " after " + least + ", " + which);
    for (String document : StateWriter.DOCUMENTS) {
      Optional<String> text = content(folder.resolve(document), which);
      if (text.isEmpty() && known == 0) {
        continue;
      }
      String repeated = text.orElseThrow(() -> new AssertionError(which));
      long number = Long.parseLong(repeated.substring(0, repeated.indexOf(' ')));
      assertTrue(number >= known && number <= found, number + " after " + known + ", " + which);
      assertEquals(new String(StateWriter.document(number), UTF_8), repeated, which);
    }
    return found;
  }

  /** What is below the first line, which is the hash of it. */
  private static Optional<String> content(Path file, String which)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String whole = Files.readString(file);
    int line = whole.indexOf('\n');
    assertTrue(line > 0, file + ", " + which);
    String content = whole.substring(line + 1);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
    assertEquals(HexFormat.of().formatHex(hash), whole.substring(0, line), file + ", " + which);
    return Optional.of(content);
  }

  /**
   * Lets it write for a while.
   *
   * @param known the last number that each writer has reported
   */
  private static void writeAndDie(long millis, List<String> folders, long[] known)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Jdk.ofTheseTests().light());
    command.addAll(List.of("-cp", classPath(), StateWriter.class.getName()));
    command.addAll(folders);
    Process writer =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = writer.inputReader(UTF_8)) {
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

  /** That of these tests, without the class that this module replaces in a signed jar. */
  private static String classPath() {
    String whole =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path target = Path.of("target").toAbsolutePath();
    List<String> entries = new ArrayList<>();
    for (String entry : whole.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (!path.startsWith(target) || path.endsWith("test-classes")) {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
