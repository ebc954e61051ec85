package io.tollgate.benchmarks.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Class files of libraries, by size. */
public final class ClassFiles {
  private static final String OWN = "io/tollgate/";

  private final List<byte[]> bySize;

  private ClassFiles(List<byte[]> bySize) {
    this.bySize = bySize;
  }

  /** All classes of a jar and of the jars in it, but for Tollgate's own. */
  public static ClassFiles of(Path jar) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (InputStream content = Files.newInputStream(jar)) {
      collect(content, found);
    }
    if (found.isEmpty()) {
      throw new IOException(jar + " has no classes.");
    }
    found.sort(Comparator.comparingInt(bytes -> bytes.length));
    return new ClassFiles(found);
  }

  private static void collect(InputStream jar, List<byte[]> found) throws IOException {
    ZipInputStream entries = new ZipInputStream(jar);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      String name = entry.getName();
      if (name.endsWith(".jar")) {
        collect(entries, found);
      } else if (name.endsWith(".class") && !name.contains(OWN)) {
        found.add(entries.readAllBytes());
      }
    }
  }

  /** Those from one share of all to another: 0.9 to 1 are the largest tenth. */
  public byte[][] between(double from, double to) {
    int first = (int) (bySize.size() * from);
    int end = Math.max(first + 1, (int) (bySize.size() * to));
    return bySize.subList(first, end).toArray(new byte[0][]);
  }
}
