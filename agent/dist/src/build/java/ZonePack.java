import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Packs a folder of class files into one file: {@code java ZonePack.java FOLDER FILE}.
 *
 * <p>The form, all numbers big-endian ints: how many entries; for each of them, ordered by hash,
 * the hash of its name, where it begins, how long it is; then each entry: the length of its name,
 * its name in ASCII, its bytes. Names are paths, hashed as {@link String#hashCode} does. A loader
 * finds an entry without making an object for the others.
 */
final class ZonePack {
  private static final int INDEX_ENTRY = 3 * Integer.BYTES;

  private ZonePack() {}

  private record Entry(String name, byte[] content) {}

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target.getParent());
    Files.write(target, pack(read(Path.of(arguments[0]))));
  }

  private static List<Entry> read(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        entries.add(new Entry(name, Files.readAllBytes(file)));
      }
    }
    entries.sort(Comparator.comparingInt(entry -> entry.name.hashCode()));
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i - 1).name.hashCode() == entries.get(i).name.hashCode()) {
        throw new IllegalStateException(
            "One hash: " + entries.get(i - 1).name + " and " + entries.get(i).name);
      }
    }
    return entries;
  }

  private static byte[] pack(List<Entry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(entries.size());
    int offset = Integer.BYTES + entries.size() * INDEX_ENTRY;
    for (Entry entry : entries) {
      int length = Integer.BYTES + entry.name.length() + entry.content.length;
      out.writeInt(entry.name.hashCode());
      out.writeInt(offset);
      out.writeInt(length);
      offset += length;
    }
    for (Entry entry : entries) {
      out.writeInt(entry.name.length());
      out.write(entry.name.getBytes(StandardCharsets.US_ASCII));
      out.write(entry.content);
    }
    return bytes.toByteArray();
  }
}
