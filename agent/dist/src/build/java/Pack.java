import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the agent jar of what was put together: {@code java Pack.java JAR FOLDER AGENT}. The class
 * files in the folder, which a start may need, become one entry, stored. Those below {@code
 * tollgate/} in the jar, which a start never needs, become another, each deflated if that makes it
 * smaller. Whatever else no start reads is deflated as an entry of its own. Folders have no
 * entries: the JVM and the agent read the list of all entries, and nobody asks for a folder.
 *
 * <p>The form of both packs, all numbers big-endian ints: where the class files begin; how many
 * slots the table has, a power of two; for each slot the hash of a class's binary name ({@link
 * String#hashCode}), where its name stands, where its class file begins, how long it is there and
 * how long in truth, or five zeros if the slot is free; then the names, each with its length in
 * front, in ASCII; then the class files, deflated (RFC 1950) if the two lengths differ. No name
 * stands at zero. A class is in the slot that its hash's lowest bits count, or in the first that
 * was free after it, going round. At least half of the table is free.
 */
final class Pack {
  private static final String ZONE = "tollgate/";
  private static final String CLASS = ".class";
  private static final int SLOT = 5;

  private Pack() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, byte[]> late = new TreeMap<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile jar = new ZipFile(arguments[0]);
        ZipOutputStream copy = new ZipOutputStream(bytes)) {
      copy.setLevel(Deflater.BEST_COMPRESSION);
      ZipEntry time = jar.getEntry("META-INF/MANIFEST.MF");
      for (ZipEntry entry : Collections.list(jar.entries())) {
        byte[] content = jar.getInputStream(entry).readAllBytes();
        String name = entry.getName();
        if (name.startsWith(ZONE) && name.endsWith(CLASS)) {
          late.put(className(name.substring(ZONE.length())), content);
        } else if (!entry.isDirectory()) {
          add(copy, name, content, time, isReadAtStart(name));
        }
      }
      add(copy, ZONE + "zone.pack", pack(read(Path.of(arguments[1])), false), time, true);
      // Stored, so that one class can be read without those before it.
      add(copy, ZONE + "late.pack", pack(late, true), time, true);
    }
    Files.write(Path.of(arguments[2]), bytes.toByteArray());
  }

  private static boolean isReadAtStart(String name) {
    return name.equals("META-INF/MANIFEST.MF") || name.startsWith("io/tollgate/premain/");
  }

  private static void add(
      ZipOutputStream jar, String name, byte[] content, ZipEntry time, boolean stored)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time.getTimeLocal());
    if (stored) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    Map<String, byte[]> classes = new TreeMap<>();
    for (Path file : files) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      classes.put(className(path), Files.readAllBytes(file));
    }
    return classes;
  }

  private static String className(String path) {
    if (!path.endsWith(CLASS)) {
      throw new IllegalStateException("No class file: " + path);
    }
    return path.substring(0, path.length() - CLASS.length()).replace('/', '.');
  }

  private static byte[] pack(Map<String, byte[]> classes, boolean deflated) throws IOException {
    int slots = Integer.highestOneBit(Math.max(1, classes.size())) * 4;
    int[] table = new int[slots * SLOT];
    int namesBegin = 2 * Integer.BYTES + table.length * Integer.BYTES;
    int contentsBegin = namesBegin;
    for (String name : classes.keySet()) {
      contentsBegin += Integer.BYTES + name.length();
    }
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    DataOutputStream name = new DataOutputStream(names);
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> one : classes.entrySet()) {
      int hash = one.getKey().hashCode();
      int slot = hash & (slots - 1);
      while (table[slot * SLOT + 1] != 0) {
        slot = (slot + 1) & (slots - 1);
      }
      byte[] content = deflated ? deflate(one.getValue()) : one.getValue();
      table[slot * SLOT] = hash;
      table[slot * SLOT + 1] = namesBegin + name.size();
      table[slot * SLOT + 2] = contentsBegin + contents.size();
      table[slot * SLOT + 3] = content.length;
      table[slot * SLOT + 4] = one.getValue().length;
      name.writeInt(one.getKey().length());
      name.write(one.getKey().getBytes(StandardCharsets.US_ASCII));
      contents.write(content);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(contentsBegin);
    out.writeInt(slots);
    for (int number : table) {
      out.writeInt(number);
    }
    names.writeTo(out);
    contents.writeTo(out);
    return bytes.toByteArray();
  }

  /** What does not shrink stays as it is. */
  private static byte[] deflate(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(content);
    } finally {
      deflater.end();
    }
    return bytes.size() < content.length ? bytes.toByteArray() : content;
  }
}
