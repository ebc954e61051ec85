import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Packs a folder of class files into one file: {@code java ZonePack.java FOLDER FILE}.
 *
 * <p>The form, all numbers big-endian ints: how many slots the table has, a power of two; for each
 * slot the hash of a class's binary name ({@link String#hashCode}), where its entry begins, and how
 * long its class file is, or three zeros if the slot is free; then each entry: the length of the
 * name, the name in ASCII, the class file. A class is in the slot that its hash's lowest bits
 * count, or in the first that was free after it, going round. At least half of the table is free.
 */
final class ZonePack {
  private static final int SLOT = 3;
  private static final String CLASS = ".class";

  private ZonePack() {}

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target.getParent());
    Files.write(target, pack(read(Path.of(arguments[0]))));
  }

  private static TreeMap<String, byte[]> read(Path folder) throws IOException {
    TreeMap<String, byte[]> classes = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      byte[] content = Files.readAllBytes(file);
      if (!path.endsWith(CLASS) || content.length == 0) {
        throw new IllegalStateException("No class file: " + path);
      }
      String name = path.substring(0, path.length() - CLASS.length()).replace('/', '.');
      classes.put(name, content);
    }
    return classes;
  }

  private static byte[] pack(TreeMap<String, byte[]> classes) throws IOException {
    int slots = Integer.highestOneBit(Math.max(1, classes.size())) * 4;
    int[] table = new int[slots * SLOT];
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(entries);
    int begin = Integer.BYTES + table.length * Integer.BYTES;
    for (var one : classes.entrySet()) {
      byte[] name = one.getKey().getBytes(StandardCharsets.US_ASCII);
      int slot = one.getKey().hashCode() & (slots - 1);
      while (table[slot * SLOT + 2] != 0) {
        slot = (slot + 1) & (slots - 1);
      }
      table[slot * SLOT] = one.getKey().hashCode();
      table[slot * SLOT + 1] = begin + out.size();
      table[slot * SLOT + 2] = one.getValue().length;
      out.writeInt(name.length);
      out.write(name);
      out.write(one.getValue());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream pack = new DataOutputStream(bytes);
    pack.writeInt(slots);
    for (int number : table) {
      pack.writeInt(number);
    }
    entries.writeTo(pack);
    return bytes.toByteArray();
  }
}
