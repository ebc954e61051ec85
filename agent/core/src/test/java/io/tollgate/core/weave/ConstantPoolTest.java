package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConstantPoolTest {
  private static final String LICENSED = "Lio/tollgate/api/Licensed;";

  @Test
  void aClassWithTheAnnotationIsFoundAndOthersAreNot() throws IOException {
    assertTrue(holds(Samples.bytes(Samples.Marked.class)));
    assertFalse(holds(Samples.bytes(Samples.Plain.class)));
    assertFalse(holds(Samples.bytes(String.class)));
    assertFalse(holds(Samples.bytes(java.util.concurrent.ConcurrentHashMap.class)));
  }

  @Test
  void longsAndDoublesTakeTwoPlaces() {
    ByteBuffer pool = classFile(69, 8);
    pool.put((byte) 5).putLong(1).put((byte) 6).putDouble(2);
    pool.put((byte) 3).putInt(3).put((byte) 15).put((byte) 1).putShort((short) 1);
    utf8(pool, LICENSED);
    assertTrue(holds(bytes(pool)));
  }

  @Test
  void aStringThatOnlyBeginsOrEndsAlikeIsAnother() {
    for (String other : new String[] {LICENSED + "x", "x" + LICENSED, LICENSED.replace('L', 'M')}) {
      ByteBuffer pool = classFile(61, 2);
      utf8(pool, other);
      assertFalse(holds(bytes(pool)), other);
    }
  }

  @Test
  void anUnknownConstantOfAFutureClassFileIsLeftToTheWeaver() {
    assertTrue(holds(bytes(classFile(70, 2).put((byte) 99))));
    assertFalse(holds(bytes(classFile(69, 2).put((byte) 99))));
  }

  @Test
  void whatIsNoClassFileHoldsNothing() throws IOException {
    assertFalse(holds(new byte[0]));
    assertFalse(holds(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
    byte[] whole = Samples.bytes(Samples.Plain.class);
    for (int length = 0; length < whole.length; length++) {
      assertFalse(holds(Arrays.copyOf(whole, length)), "cut at " + length);
    }
  }

  @Test
  void garbageNeverThrows() throws IOException {
    byte[] whole = Samples.bytes(Samples.Plain.class);
    Random random = new Random(3);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = whole.clone();
      for (int j = 0; j < 5; j++) {
        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt(256);
      }
      garbage[6] = 0;
      garbage[7] = 61;
      found += holds(garbage) ? 1 : 0;
    }
    assertEquals(0, found);
  }

  private static boolean holds(byte[] classFile) {
    return ConstantPool.holdsAny(
        classFile, Needles.of(List.of("Lother;", LICENSED)), new Supertypes());
  }

  private static ByteBuffer classFile(int version, int constants) {
    return ByteBuffer.allocate(1_000)
        .putInt(0xcafebabe)
        .putShort((short) 0)
        .putShort((short) version)
        .putShort((short) constants);
  }

  private static void utf8(ByteBuffer pool, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    pool.put((byte) 1).putShort((short) bytes.length).put(bytes);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.rewind().get(bytes);
    return bytes;
  }
}
