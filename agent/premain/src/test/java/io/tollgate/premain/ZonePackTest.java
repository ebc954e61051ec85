package io.tollgate.premain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the build's own writer writes. */
class ZonePackTest {
  private static final Path WRITER = Path.of("../dist/src/build/java/Pack.java");
  private static final byte[] SHRINKS = "a class file ".repeat(100).getBytes(US_ASCII);

  @TempDir private Path folder = Path.of("");

  private final Map<String, byte[]> late = new TreeMap<>();

  @Test
  void everyClassIsFoundByItsNameAndNothingElse() throws Exception {
    for (int i = 0; i < 500; i++) {
      write("a/b" + i + "/Type" + i + ".class", new byte[] {(byte) i, -1, 0});
    }
    write("Whole.class", SHRINKS);
    ZonePack pack = new ZonePack(packed("zone.pack"));
    for (int i = 0; i < 500; i++) {
      assertArrayEquals(new byte[] {(byte) i, -1, 0}, found(pack, "a.b" + i + ".Type" + i));
      assertEquals(ZonePack.NOWHERE, pack.find("a.b" + i + ".Type" + i + ".class"));
    }
    assertArrayEquals(SHRINKS, found(pack, "Whole"));
    assertEquals(ZonePack.NOWHERE, pack.find(""));
    assertEquals(ZonePack.NOWHERE, pack.find("a"));
  }

  @Test
  void aNameWithTheHashOfAnotherIsNotTakenForIt() throws Exception {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertEquals("AaAa".hashCode(), "BBBB".hashCode());
    assertEquals("AaAa".hashCode(), "AaBB".hashCode());
    write("Aa.class", new byte[] {1});
    write("AaAa.class", new byte[] {2});
    write("BBBB.class", new byte[] {3});
    ZonePack pack = new ZonePack(packed("zone.pack"));
    assertEquals(ZonePack.NOWHERE, pack.find("BB"));
    assertEquals(ZonePack.NOWHERE, pack.find("AaBB"));
    assertArrayEquals(new byte[] {2}, found(pack, "AaAa"));
    assertArrayEquals(new byte[] {3}, found(pack, "BBBB"));
  }

  @Test
  void whatIsNeededLateIsListedWithoutItsClassFiles() throws Exception {
    late.put("tollgate/a/Shrinks.class", SHRINKS);
    late.put("tollgate/a/Stays.class", new byte[] {1, 2, 3});
    byte[] pack = packed("late.pack");
    ZonePack list =
        new ZonePack(
            Arrays.copyOf(pack, ZonePack.beforeClassFiles(Arrays.copyOf(pack, Integer.BYTES))));
    int shrunk = list.find("a.Shrinks");
    assertEquals(SHRINKS.length, list.size(shrunk));
    Inflater inflater = new Inflater();
    inflater.setInput(pack, list.begin(shrunk), list.length(shrunk));
    byte[] content = new byte[list.size(shrunk)];
    assertEquals(content.length, inflater.inflate(content));
    inflater.end();
    assertArrayEquals(SHRINKS, content);
    int stays = list.find("a.Stays");
    assertEquals(3, list.size(stays));
    assertEquals(3, list.length(stays));
    int begin = list.begin(stays);
    assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOfRange(pack, begin, begin + 3));
  }

  @Test
  void aPackMayHoldNothing() throws Exception {
    Files.createDirectories(folder.resolve("files"));
    assertEquals(ZonePack.NOWHERE, new ZonePack(packed("zone.pack")).find("Aa"));
    assertEquals(ZonePack.NOWHERE, new ZonePack(packed("late.pack")).find("Aa"));
  }

  private static byte[] found(ZonePack pack, String name) {
    int slot = pack.find(name);
    assertNotEquals(ZonePack.NOWHERE, slot, name);
    assertEquals(pack.size(slot), pack.length(slot));
    int begin = pack.begin(slot);
    return Arrays.copyOfRange(pack.bytes(), begin, begin + pack.length(slot));
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve("files").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private byte[] packed(String entry) throws IOException, InterruptedException {
    Path putTogether = folder.resolve("put-together.jar");
    Files.createDirectories(folder.resolve("files"));
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(putTogether))) {
      jar.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      for (Map.Entry<String, byte[]> one : late.entrySet()) {
        jar.putNextEntry(new ZipEntry(one.getKey()));
        jar.write(one.getValue());
      }
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path agent = folder.resolve("agent.jar");
    int status =
        new ProcessBuilder(
                java.toString(),
                WRITER.toString(),
                putTogether.toString(),
                folder.resolve("files").toString(),
                agent.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertEquals(0, status);
    try (ZipFile jar = new ZipFile(agent.toFile())) {
      return jar.getInputStream(jar.getEntry("tollgate/" + entry)).readAllBytes();
    }
  }
}
