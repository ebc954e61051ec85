package io.tollgate.premain;

import java.io.EOFException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own class loader. Its classes lie in two entries of the agent jar, where no other
 * loader finds them, and it sees the JDK but nothing of the host: neither can meet the other's
 * version of a library.
 *
 * <p>As a {@link Function} it gives the bytes of any entry of the agent jar: how the agent reads
 * what the vendor sealed in.
 */
final class Zone extends ClassLoader implements Function<String, Optional<byte[]>> {
  private static final String FOLDER = "tollgate/";

  /** What a start may need: read as a whole. */
  private static final String PACK = FOLDER + "zone.pack";

  /** What only commands, the endpoint and the store need: read class by class. */
  private static final String LATE_PACK = FOLDER + "late.pack";

  private static final String CLASS = ".class";
  private static final int PIECE = 64 * 1024;
  private static final int LARGEST_CLASS = 1024 * 1024;
  private static final String UNREADABLE = "The agent jar cannot be read.";

  static {
    registerAsParallelCapable();
  }

  private final File file;
  private final ZipFile jar;
  private final ZonePack pack;
  private @Nullable ZonePack latePack;

  Zone(File file) throws IOException {
    super("tollgate", getPlatformClassLoader());
    this.file = file;
    this.jar = new ZipFile(file);
    byte[] packed = entry(PACK);
    if (packed == null) {
      throw new IOException("The agent jar lacks " + PACK + ".");
    }
    this.pack = new ZonePack(packed);
  }

  /** The zone of the jar that this class was loaded from. */
  static Zone ofThisJar() throws IOException, URISyntaxException {
    CodeSource source = Zone.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("The agent does not know which jar it came from.");
    }
    return new Zone(new File(source.getLocation().toURI()));
  }

  /**
   * Looks here before it asks the JDK: the JDK's answer to the name of an agent's class is an
   * exception, and a start loads hundreds of them.
   */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOfTheJdk(name)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> type = findLoadedClass(name);
        if (type == null) {
          type = defineIfPresent(name);
        }
        if (type != null) {
          return type;
        }
      }
    }
    return super.loadClass(name, resolve);
  }

  /** Names that are never looked for in a file: whoever asks may hold what others wait for. */
  private static boolean isOfTheJdk(String name) {
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.sun.");
  }

  private @Nullable Class<?> defineIfPresent(String name) {
    int slot = pack.find(name);
    if (slot != ZonePack.NOWHERE) {
      return defineClass(name, pack.bytes(), pack.begin(slot), pack.length(slot));
    }
    byte[] late = lateClass(name);
    return late == null ? null : defineClass(name, late, 0, late.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    if (jar.getEntry(FOLDER + name) == null) {
      return null;
    }
    try {
      return URI.create("jar:" + file.toURI() + "!/" + FOLDER + name).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("The agent jar has no address.", e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL resource = findResource(name);
    return Collections.enumeration(resource == null ? List.of() : List.of(resource));
  }

  @Override
  public Optional<byte[]> apply(String entryName) {
    return Optional.ofNullable(bytes(entryName));
  }

  private byte @Nullable [] bytes(String entryName) {
    if (entryName.startsWith(FOLDER) && entryName.endsWith(CLASS)) {
      String path = entryName.substring(FOLDER.length(), entryName.length() - CLASS.length());
      return classFile(path.replace('/', '.'));
    }
    return entry(entryName);
  }

  private byte @Nullable [] classFile(String name) {
    int slot = pack.find(name);
    if (slot == ZonePack.NOWHERE) {
      return lateClass(name);
    }
    int begin = pack.begin(slot);
    return Arrays.copyOfRange(pack.bytes(), begin, begin + pack.length(slot));
  }

  private byte @Nullable [] lateClass(String name) {
    try {
      ZonePack late = latePack();
      int slot = late.find(name);
      if (slot == ZonePack.NOWHERE) {
        return null;
      }
      byte[] bytes = part(latePackEntry(), late.begin(slot), late.length(slot));
      int size = late.size(slot);
      return size == bytes.length ? bytes : inflated(bytes, size, name);
    } catch (IOException e) {
      throw new UncheckedIOException(UNREADABLE, e);
    }
  }

  private synchronized ZonePack latePack() throws IOException {
    ZonePack late = latePack;
    if (late == null) {
      ZipEntry entry = latePackEntry();
      late = new ZonePack(part(entry, 0, ZonePack.beforeClassFiles(part(entry, 0, 4))));
      latePack = late;
    }
    return late;
  }

  private ZipEntry latePackEntry() throws IOException {
    ZipEntry entry = jar.getEntry(LATE_PACK);
    if (entry == null) {
      throw new FileNotFoundException(LATE_PACK);
    }
    return entry;
  }

  private static byte[] inflated(byte[] bytes, int size, String name) throws IOException {
    if (size < 0 || size > LARGEST_CLASS) {
      throw new IOException(name + " has " + size + " bytes");
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] content = new byte[size];
      // The checksum is looked at where the end is looked for.
      if (inflater.inflate(content) < size
          || inflater.inflate(new byte[1]) > 0
          || !inflater.finished()) {
        throw new EOFException(name);
      }
      return content;
    } catch (DataFormatException e) {
      throw new IOException(name, e);
    } finally {
      inflater.end();
    }
  }

  private byte[] part(ZipEntry entry, int begin, int length) throws IOException {
    // What stands in the file is not believed: the host's memory is not ours to take.
    if (begin < 0 || length < 0 || length > entry.getSize() - begin) {
      throw new EOFException(entry.getName());
    }
    try (InputStream content = jar.getInputStream(entry)) {
      content.skipNBytes(begin);
      byte[] bytes = new byte[length];
      for (int at = 0; at < length; ) {
        // In pieces: for each read the JVM takes as much memory again, and new memory is slow.
        int read = content.read(bytes, at, Math.min(PIECE, length - at));
        if (read < 0) {
          throw new EOFException(entry.getName());
        }
        at += read;
      }
      return bytes;
    }
  }

  private byte @Nullable [] entry(String entryName) {
    ZipEntry entry = jar.getEntry(entryName);
    if (entry == null) {
      return null;
    }
    try {
      // Its exact size; reading to the end goes through buffers of its own.
      return part(entry, 0, (int) entry.getSize());
    } catch (IOException e) {
      throw new UncheckedIOException(UNREADABLE, e);
    }
  }
}
