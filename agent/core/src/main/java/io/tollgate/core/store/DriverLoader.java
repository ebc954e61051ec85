package io.tollgate.core.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Loads a database driver from a jar in memory: there may be no disk to unpack it to. It sees the
 * JDK and nothing of the host, and no host sees it.
 */
final class DriverLoader extends ClassLoader {
  private static final String CLASS = ".class";
  private static final String VERSIONS = "META-INF/versions/";
  private static final int LOWEST_RUNTIME = 17;

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> files;
  private final Set<String> unusable;

  /**
   * A loader of this jar.
   *
   * @param unusable classes that others may name, and whose constructors throw a {@link
   *     LinkageError}
   */
  DriverLoader(byte[] jar, Set<String> unusable) throws IOException {
    super("tollgate-store", getPlatformClassLoader());
    this.files = unpack(jar);
    this.unusable = Set.copyOf(unusable);
  }

  private static Map<String, byte[]> unpack(byte[] jar) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    Map<String, Integer> versions = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        String name = entry.getName();
        int version = version(name);
        String path =
            version == 0 ? name : name.substring(name.indexOf('/', VERSIONS.length()) + 1);
        if (version <= LOWEST_RUNTIME && version >= versions.getOrDefault(path, 0)) {
          versions.put(path, version);
          files.put(path, zip.readAllBytes());
        }
        entry = zip.getNextEntry();
      }
    }
    return files;
  }

  /** Which Java an entry is for (JAR File Specification, multi-release jars); 0 for any. */
  private static int version(String name) {
    if (!name.startsWith(VERSIONS)) {
      return 0;
    }
    int version = 0;
    for (int i = VERSIONS.length(); i < name.length() && name.charAt(i) != '/'; i++) {
      version = version * 10 + Character.digit(name.charAt(i), 10);
    }
    return version;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = files.get(name.replace('.', '/') + CLASS);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] defined = unusable.contains(name) ? Unusable.of(bytes) : bytes;
    return defineClass(name, defined, 0, defined.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = files.get(name);
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }
}
