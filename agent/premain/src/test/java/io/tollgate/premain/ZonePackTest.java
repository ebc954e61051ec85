package io.tollgate.premain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the build's own writer writes. */
class ZonePackTest {
  private static final byte[] SHRINKS = "a class file ".repeat(100).getBytes(US_ASCII);

  @TempDir private Path folder = Path.of("");

  private Packed packed = new Packed(folder);

  @BeforeEach
  void begin() {
    packed = new Packed(folder);
  }

  @Test
  void everyClassIsFoundByItsNameAndNothingElse() throws Exception {
    for (int i = 0; i < 500; i++) {
      packed.add("a/b" + i + "/Type" + i + ".class", new byte[] {(byte) i, -1, 0});
    }
    packed.add("Whole.class", SHRINKS);
    ZonePack pack = new ZonePack(packed.entry("zone.pack"));
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
    packed.add("Aa.class", new byte[] {1});
    packed.add("AaAa.class", new byte[] {2});
    packed.add("BBBB.class", new byte[] {3});
    ZonePack pack = new ZonePack(packed.entry("zone.pack"));
    assertEquals(ZonePack.NOWHERE, pack.find("BB"));
    assertEquals(ZonePack.NOWHERE, pack.find("AaBB"));
    assertArrayEquals(new byte[] {2}, found(pack, "AaAa"));
    assertArrayEquals(new byte[] {3}, found(pack, "BBBB"));
  }

  @Test
  void whatIsNeededLateIsListedWithoutItsClassFiles() throws Exception {
    packed.addLate("a/Shrinks.class", SHRINKS);
    packed.addLate("a/Stays.class", new byte[] {1, 2, 3});
    byte[] pack = packed.entry("late.pack");
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
    assertEquals(ZonePack.NOWHERE, new ZonePack(packed.entry("zone.pack")).find("Aa"));
    assertEquals(ZonePack.NOWHERE, new ZonePack(packed.entry("late.pack")).find("Aa"));
  }

  @Test
  void aTableThatIsNoneIsTold() throws Exception {
    packed.add("Aa.class", new byte[] {1});
    byte[] pack = packed.entry("zone.pack");
    for (int slots : new int[] {0, -1, 3, Integer.MIN_VALUE, 1 << 30}) {
      ByteBuffer.wrap(pack).putInt(4, slots);
      assertThrows(IllegalArgumentException.class, () -> new ZonePack(pack));
    }
    assertThrows(IllegalArgumentException.class, () -> new ZonePack(new byte[7]));
  }

  @Test
  void aSearchEndsWhereEverySlotIsTaken() throws Exception {
    packed.add("Aa.class", new byte[] {1});
    byte[] pack = packed.entry("zone.pack");
    int slots = ByteBuffer.wrap(pack).getInt(4);
    for (int i = 0; i < slots; i++) {
      ByteBuffer.wrap(pack).putInt(8 + i * 20 + 4, 8);
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertEquals(ZonePack.NOWHERE, new ZonePack(pack).find("Bb")));
  }

  private static byte[] found(ZonePack pack, String name) {
    int slot = pack.find(name);
    assertNotEquals(ZonePack.NOWHERE, slot, name);
    assertEquals(pack.size(slot), pack.length(slot));
    int begin = pack.begin(slot);
    return Arrays.copyOfRange(pack.bytes(), begin, begin + pack.length(slot));
  }
}
