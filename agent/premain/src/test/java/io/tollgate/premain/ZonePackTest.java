package io.tollgate.premain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the build's own writer writes. */
class ZonePackTest {
  private static final Path WRITER = Path.of("../dist/src/build/java/ZonePack.java");

  @TempDir private Path folder = Path.of("");

  @Test
  void everyFileIsFoundByItsPathAndNothingElse() throws IOException, InterruptedException {
    for (int i = 0; i < 50; i++) {
      write("a/b" + i + "/File" + i + ".class", new byte[] {(byte) i, -1, 0});
    }
    write("empty", new byte[0]);
    ZonePack pack = pack();
    for (int i = 0; i < 50; i++) {
      assertArrayEquals(
          new byte[] {(byte) i, -1, 0}, pack.file("a/b" + i + "/File" + i + ".class"));
      assertNull(pack.file("a/b" + i + "/File" + i));
    }
    assertArrayEquals(new byte[0], pack.file("empty"));
    assertNull(pack.file(""));
  }

  @Test
  void aNameWithTheHashOfAnotherIsNotTakenForIt() throws IOException, InterruptedException {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    write("Aa", new byte[] {1});
    assertNull(pack().file("BB"));
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve("files").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private ZonePack pack() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path pack = folder.resolve("zone.pack");
    int status =
        new ProcessBuilder(
                java.toString(),
                WRITER.toString(),
                folder.resolve("files").toString(),
                pack.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertEquals(0, status);
    return new ZonePack(Files.readAllBytes(pack));
  }
}
