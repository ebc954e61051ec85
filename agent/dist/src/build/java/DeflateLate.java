import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Deflates what a start does not read, in a jar whose entries are all stored: {@code java
 * DeflateLate.java JAR}. Commands, the endpoint and the licenses of parts are half of the jar, and
 * shrink to less than half of that.
 */
final class DeflateLate {
  private DeflateLate() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile jar = new ZipFile(file.toFile());
        ZipOutputStream copy = new ZipOutputStream(bytes)) {
      copy.setLevel(Deflater.BEST_COMPRESSION);
      for (ZipEntry entry : Collections.list(jar.entries())) {
        byte[] content = jar.getInputStream(entry).readAllBytes();
        copy.putNextEntry(copyOf(entry));
        copy.write(content);
        copy.closeEntry();
      }
    }
    Files.write(file, bytes.toByteArray());
  }

  private static ZipEntry copyOf(ZipEntry entry) {
    ZipEntry copy = new ZipEntry(entry.getName());
    copy.setTimeLocal(entry.getTimeLocal());
    if (isReadAtStart(entry.getName())) {
      copy.setMethod(ZipEntry.STORED);
      copy.setSize(entry.getSize());
      copy.setCrc(entry.getCrc());
    }
    return copy;
  }

  private static boolean isReadAtStart(String name) {
    return name.endsWith("/")
        || name.equals("META-INF/MANIFEST.MF")
        || name.equals("tollgate/zone.pack")
        || name.startsWith("io/tollgate/premain/");
  }
}
