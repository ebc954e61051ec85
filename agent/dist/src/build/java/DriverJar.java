import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes of a database driver what the agent jar holds of it: {@code java DriverJar.java JAR FILE
 * PREFIX...} leaves out the entries that begin with one of the prefixes, but for those that begin
 * with one after a plus, in zips within the jar too. Nothing in it is compressed, because the agent
 * jar compresses it as one piece, a fifth smaller.
 */
final class DriverJar {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private DriverJar() {}

  public static void main(String[] arguments) throws IOException {
    List<String> leftOut = Arrays.asList(arguments).subList(2, arguments.length);
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target.getParent());
    Files.write(target, without(leftOut, Files.readAllBytes(Path.of(arguments[0]))));
  }

  private static byte[] without(List<String> leftOut, byte[] jar) throws IOException {
    Map<String, byte[]> kept = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (!entry.isDirectory() && isKept(leftOut, name)) {
          byte[] content = zip.readAllBytes();
          kept.put(name, name.endsWith(".zip") ? without(leftOut, content) : content);
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream copy = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : kept.entrySet()) {
        copy.putNextEntry(stored(file.getKey(), file.getValue()));
        copy.write(file.getValue());
        copy.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isKept(List<String> leftOut, String name) {
    return leftOut.stream().noneMatch(name::startsWith)
        || leftOut.stream().anyMatch(prefix -> ("+" + name).startsWith(prefix));
  }

  private static ZipEntry stored(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    return entry;
  }
}
