package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of the agent jar beside those that javac makes of the same source. */
class PlainRecordsIT {
  private static final String WRITER =
      Path.of("src/build/java/PlainRecords.java").toAbsolutePath().toString();
  private static final String ASM = Path.of("target/zone").toAbsolutePath().toString();
  private static final Object SHARED = new Object();

  private static final List<Class<?>> ALL =
      List.of(
          Nothing.class,
          Everything.class,
          HalfOwn.class,
          InMethod.class,
          InMethod.local().getClass());

  @TempDir private static Path folder = Path.of("");

  private static ClassLoader loader = ClassLoader.getPlatformClassLoader();

  public record Nothing() {}

  public record Everything(
      boolean flag,
      byte octet,
      char letter,
      short small,
      int number,
      long big,
      float rough,
      double fine,
      @Nullable Object any,
      Optional<String> text) {}

  /** Says itself when it is equal, and leaves the rest to javac. */
  public record HalfOwn(String name, int rest) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof HalfOwn half && half.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** Holds a record of a method. */
  public static final class InMethod {
    private InMethod() {}

    public static Object local() {
      record Local(int number) {}
      return new Local(1);
    }
  }

  @BeforeAll
  static void rewrite() throws IOException, InterruptedException {
    for (Class<?> one : ALL) {
      String path = one.getName().replace('.', '/') + ".class";
      Path copy = folder.resolve(path);
      Files.createDirectories(copy.getParent());
      try (InputStream file = one.getClassLoader().getResourceAsStream(path)) {
        if (file == null) {
          throw new IOException(path);
        }
        Files.copy(file, copy);
      }
    }
    String java = Jdk.ofTheseTests().tool("java");
    Run.of(List.of(java, "-cp", ASM, WRITER, folder.toString()), Map.of(), folder).assertStatus(0);
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, loader);
  }

  @Test
  void whatIsEqualIsEqualAndWhatDiffersInOneComponentIsNot() throws Exception {
    List<Object[]> values = values();
    List<Object> originals = made(Everything.class, values);
    List<Object> rewritten = made(plain(Everything.class), values);
    List<Object> again = made(plain(Everything.class), values);
    for (int i = 0; i < values.size(); i++) {
      assertNotSame(rewritten.get(i), again.get(i));
      for (int j = 0; j < values.size(); j++) {
        assertEquals(
            originals.get(i).equals(originals.get(j)),
            rewritten.get(i).equals(again.get(j)),
            originals.get(i) + " and " + originals.get(j));
      }
      assertNotEquals(rewritten.get(i), originals.get(i));
      assertFalse(rewritten.get(i).equals(null), "equal to null");
    }
  }

  @Test
  void hashCodeAndTextAreThoseOfJavac() throws Exception {
    List<Object[]> values = values();
    List<Object> originals = made(Everything.class, values);
    List<Object> rewritten = made(plain(Everything.class), values);
    for (int i = 0; i < values.size(); i++) {
      assertEquals(originals.get(i).hashCode(), rewritten.get(i).hashCode());
      assertEquals(originals.get(i).toString(), rewritten.get(i).toString());
    }
    Object nothing = plain(Nothing.class).getConstructor().newInstance();
    assertEquals(nothing, plain(Nothing.class).getConstructor().newInstance());
    assertEquals(new Nothing().hashCode(), nothing.hashCode());
    assertEquals(new Nothing().toString(), nothing.toString());
  }

  @Test
  void aRecordInAMethodHasItsOwnName() throws Exception {
    Object local = plain(InMethod.class).getMethod("local").invoke(null);
    assertEquals(InMethod.local().toString(), local.toString());
  }

  @Test
  void whatARecordSaysItselfStays() throws Exception {
    Constructor<?> constructor = plain(HalfOwn.class).getConstructor(String.class, int.class);
    Object one = constructor.newInstance("a", 1);
    assertEquals(one, constructor.newInstance("a", 2));
    assertEquals("a".hashCode(), one.hashCode());
    assertEquals("HalfOwn[name=a, rest=1]", one.toString());
  }

  @Test
  void nothingIsLeftToTheJdk() throws IOException {
    for (Class<?> one : ALL) {
      Path file = folder.resolve(one.getName().replace('.', '/') + ".class");
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains("ObjectMethods"), one::getName);
    }
  }

  /** A first one, and for each component one or more that differ from it there alone. */
  private static List<Object[]> values() {
    Object[] first = {
      true, (byte) -1, 'a', (short) -2, 7, 1L << 40, 0.0f, 0.0, SHARED, Optional.of("x")
    };
    Object[][] others = {
      {false},
      {(byte) 1},
      {'b'},
      {(short) 2},
      {8, Integer.MIN_VALUE},
      {1L << 41, 0L, -1L},
      {-0.0f, Float.NaN, 1.5f},
      {-0.0, Double.NaN, 1.5},
      {new Object[] {null}, 1, "y"},
      {Optional.empty(), Optional.of("y")}
    };
    List<Object[]> all = new ArrayList<>();
    all.add(first);
    for (int i = 0; i < others.length; i++) {
      for (Object other : others[i]) {
        Object[] changed = first.clone();
        changed[i] = other instanceof Object[] ? null : other;
        all.add(changed);
      }
    }
    return all;
  }

  private static List<Object> made(Class<?> type, List<Object[]> values)
      throws ReflectiveOperationException {
    List<Object> made = new ArrayList<>();
    for (Object[] arguments : values) {
      made.add(type.getConstructors()[0].newInstance(arguments));
    }
    return made;
  }

  private static Class<?> plain(Class<?> original) throws Exception {
    Class<?> loaded = loader.loadClass(original.getName());
    assertNotSame(original, loaded);
    return loaded;
  }
}
