package io.tollgate.premain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the build's own writer writes. */
class ZonePackTest {
  private static final Path WRITER = Path.of("../dist/src/build/java/ZonePack.java");

  @TempDir private Path folder = Path.of("");

  @Test
  void everyClassIsFoundByItsNameAndNothingElse() throws IOException, InterruptedException {
    for (int i = 0; i < 500; i++) {
      write("a/b" + i + "/Type" + i + ".class", new byte[] {(byte) i, -1, 0});
    }
    write("Whole.class", new byte[] {1, 2, 3, 4, 5});
    ZonePack pack = pack();
    for (int i = 0; i < 500; i++) {
      assertArrayEquals(new byte[] {(byte) i, -1, 0}, found(pack, "a.b" + i + ".Type" + i));
      assertEquals(ZonePack.NOWHERE, pack.find("a.b" + i + ".Type" + i + ".class"));
    }
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, found(pack, "Whole"));
    assertEquals(ZonePack.NOWHERE, pack.find(""));
    assertEquals(ZonePack.NOWHERE, pack.find("a"));
  }

  @Test
  void aNameWithTheHashOfAnotherIsNotTakenForIt() throws IOException, InterruptedException {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertEquals("AaAa".hashCode(), "BBBB".hashCode());
    assertEquals("AaAa".hashCode(), "AaBB".hashCode());
    write("Aa.class", new byte[] {1});
    write("AaAa.class", new byte[] {2});
    write("BBBB.class", new byte[] {3});
    ZonePack pack = pack();
    assertEquals(ZonePack.NOWHERE, pack.find("BB"));
    assertEquals(ZonePack.NOWHERE, pack.find("AaBB"));
    assertArrayEquals(new byte[] {2}, found(pack, "AaAa"));
    assertArrayEquals(new byte[] {3}, found(pack, "BBBB"));
  }

  @Test
  void aPackMayHoldNothing() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("files"));
    assertEquals(ZonePack.NOWHERE, pack().find("Aa"));
  }

  private static byte[] found(ZonePack pack, String name) {
    int slot = pack.find(name);
    assertNotEquals(ZonePack.NOWHERE, slot, name);
    int begin = pack.begin(slot);
    return Arrays.copyOfRange(pack.bytes(), begin, begin + pack.length(slot));
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
