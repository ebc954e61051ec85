package io.tollgate.premain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's loader with class files of this test's own. */
class ZoneTest {
  private static final String EARLY = ZoneTest.class.getName() + "$Early";
  private static final String LATE = ZoneTest.class.getName() + "$Late";

  @TempDir private Path folder = Path.of("");

  static class Early {}

  static class Late extends Early {}

  @Test
  void classesComeFromBothPacksAndOnce() throws Exception {
    Zone zone = new Zone(jar().toFile());
    Class<?> late = zone.loadClass(LATE);
    assertSame(zone, late.getClassLoader());
    assertNotSame(Late.class, late);
    assertSame(late, zone.loadClass(LATE));
    assertSame(zone.loadClass(EARLY), late.getSuperclass());
    assertThrows(ClassNotFoundException.class, () -> zone.loadClass("com.acme.Absent"));
    assertThrows(ClassNotFoundException.class, () -> zone.loadClass("javax.acme.Absent"));
  }

  @Test
  void threadsThatAskTogetherGetOneClass() throws Exception {
    Zone zone = new Zone(jar().toFile());
    int threads = 4;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Class<?>>> asked = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      asked.add(
          pool.submit(
              () -> {
                together.await();
                return zone.loadClass(LATE);
              }));
    }
    for (Future<Class<?>> one : asked) {
      assertSame(zone.loadClass(LATE), one.get());
    }
    pool.shutdown();
  }

  @Test
  void theBytesOfAnyClassAreGivenAsACopy() throws Exception {
    Zone zone = new Zone(jar().toFile());
    for (String name : List.of(EARLY, LATE)) {
      String entry = "tollgate/" + name.replace('.', '/') + ".class";
      byte[] bytes = zone.apply(entry).orElseThrow();
      assertEquals(ByteBuffer.wrap(bytesOf(name)), ByteBuffer.wrap(bytes));
      bytes[0] = 0;
      assertEquals((byte) 0xca, zone.apply(entry).orElseThrow()[0]);
    }
    assertTrue(zone.apply("tollgate/com/acme/Absent.class").isEmpty());
    assertTrue(zone.apply("META-INF/tollgate/policy.properties").isEmpty());
  }

  /** A file that somebody has written over, or half of one. */
  @Test
  void aDamagedPackIsAnErrorAndTakesNoMemory() throws Exception {
    byte[] pack = new Packed(folder).entry("late.pack");
    byte[] whole = late().entry("late.pack");
    int slot = new ZonePack(whole).find(LATE);
    for (int number : new int[] {0, slot + 8, slot + 12, slot + 16}) {
      for (int value : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1}) {
        byte[] damaged = whole.clone();
        ByteBuffer.wrap(damaged).putInt(number, value);
        assertUnreadable(damaged);
      }
    }
    byte[] noise = whole.clone();
    noise[new ZonePack(whole).begin(slot) + 20] ^= 0x55;
    assertUnreadable(noise);
    assertUnreadable(new byte[0]);
    assertThrows(
        ClassNotFoundException.class, () -> new Zone(jarWith(pack).toFile()).loadClass(LATE));
  }

  private void assertUnreadable(byte[] latePack) throws Exception {
    Zone zone = new Zone(jarWith(latePack).toFile());
    Throwable problem = assertThrows(RuntimeException.class, () -> zone.loadClass(LATE));
    assertTrue(
        problem instanceof UncheckedIOException || problem instanceof IllegalArgumentException,
        problem::toString);
  }

  private Packed late() throws IOException {
    Packed packed = new Packed(folder);
    packed.add(EARLY.replace('.', '/') + ".class", bytesOf(EARLY));
    packed.addLate(LATE.replace('.', '/') + ".class", bytesOf(LATE));
    return packed;
  }

  private Path jar() throws Exception {
    return late().jar();
  }

  /** The same jar with another late pack. */
  private Path jarWith(byte[] latePack) throws Exception {
    Path made = folder.resolve("agent.jar");
    if (Files.notExists(made)) {
      jar();
    }
    Path changed = Files.createTempFile(folder, "changed", ".jar");
    try (ZipFile before = new ZipFile(made.toFile());
        ZipOutputStream after = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (String name : List.of("tollgate/zone.pack", "tollgate/late.pack")) {
        byte[] content =
            name.endsWith("late.pack")
                ? latePack
                : before.getInputStream(before.getEntry(name)).readAllBytes();
        after.putNextEntry(new ZipEntry(name));
        after.write(content);
      }
    }
    return changed;
  }

  private static byte[] bytesOf(String name) throws IOException {
    try (InputStream file =
        ZoneTest.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new IOException(name);
      }
      return file.readAllBytes();
    }
  }
}
