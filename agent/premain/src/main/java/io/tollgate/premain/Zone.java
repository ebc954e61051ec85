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
 * The agent's own class loader. Its classes lie in a folder of the agent jar where no other loader
 * looks for them, and it sees the JDK but nothing of the host: neither can meet the other's version
 * of a library.
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
  private static final String UNREADABLE = "The agent jar cannot be read.";

  /** What no other loader may define. */
  private static final String OF_THE_JDK = "java.";

  static {
    registerAsParallelCapable();
  }

  private final File file;
  private final ZipFile jar;
  private final ZonePack pack;
  private @Nullable ZonePack latePack;

  private Zone(File file) throws IOException {
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
    if (!name.startsWith(OF_THE_JDK)) {
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

  private @Nullable Class<?> defineIfPresent(String name) {
    int packed = pack.find(name);
    if (packed != ZonePack.NOWHERE) {
      return defineClass(name, pack.bytes(), pack.begin(packed), pack.length(packed));
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
    int packed = pack.find(name);
    if (packed == ZonePack.NOWHERE) {
      return lateClass(name);
    }
    int begin = pack.begin(packed);
    return Arrays.copyOfRange(pack.bytes(), begin, begin + pack.length(packed));
  }

  private byte @Nullable [] lateClass(String name) {
    try {
      ZonePack list = latePack();
      int packed = list.find(name);
      if (packed == ZonePack.NOWHERE) {
        return null;
      }
      byte[] bytes = part(LATE_PACK, list.begin(packed), list.length(packed));
      int size = list.size(packed);
      return size == bytes.length ? bytes : inflated(bytes, size, name);
    } catch (IOException e) {
      throw new UncheckedIOException(UNREADABLE, e);
    }
  }

  private synchronized ZonePack latePack() throws IOException {
    ZonePack list = latePack;
    if (list == null) {
      list = new ZonePack(part(LATE_PACK, 0, ZonePack.beforeClassFiles(part(LATE_PACK, 0, 4))));
      latePack = list;
    }
    return list;
  }

  private static byte[] inflated(byte[] bytes, int size, String name) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] content = new byte[size];
      if (inflater.inflate(content) < size) {
        throw new EOFException(name);
      }
      return content;
    } catch (DataFormatException e) {
      throw new IOException(name, e);
    } finally {
      inflater.end();
    }
  }

  private byte[] part(String entryName, int begin, int length) throws IOException {
    ZipEntry entry = jar.getEntry(entryName);
    if (entry == null) {
      throw new FileNotFoundException(entryName);
    }
    try (InputStream content = jar.getInputStream(entry)) {
      content.skipNBytes(begin);
      byte[] bytes = new byte[length];
      for (int at = 0; at < length; ) {
        // In pieces: for each read the JVM takes as much memory again, and new memory is slow.
        int read = content.read(bytes, at, Math.min(PIECE, length - at));
        if (read < 0) {
          throw new EOFException(entryName);
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
      return part(entryName, 0, (int) entry.getSize());
    } catch (IOException e) {
      throw new UncheckedIOException(UNREADABLE, e);
    }
  }
}
