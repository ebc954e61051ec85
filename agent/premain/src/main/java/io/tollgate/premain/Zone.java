package io.tollgate.premain;

import java.io.EOFException;
import java.io.File;
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
  private static final String PACK = FOLDER + "zone.pack";
  private static final String CLASS = ".class";

  /** What no other loader may define. */
  private static final String OF_THE_JDK = "java.";

  static {
    registerAsParallelCapable();
  }

  private final File file;
  private final ZipFile jar;
  private final ZonePack pack;

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
    byte[] bytes = entry(FOLDER + name.replace('.', '/') + CLASS);
    return bytes == null ? null : defineClass(name, bytes, 0, bytes.length);
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
      int packed = pack.find(path.replace('/', '.'));
      if (packed != ZonePack.NOWHERE) {
        int begin = pack.begin(packed);
        return Arrays.copyOfRange(pack.bytes(), begin, begin + pack.length(packed));
      }
    }
    return entry(entryName);
  }

  private byte @Nullable [] entry(String entryName) {
    ZipEntry entry = jar.getEntry(entryName);
    if (entry == null) {
      return null;
    }
    try (InputStream content = jar.getInputStream(entry)) {
      // Not readAllBytes: that reads through buffers of its own, until the end.
      byte[] bytes = new byte[(int) entry.getSize()];
      if (content.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new EOFException(entryName);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("The agent jar cannot be read.", e);
    }
  }
}
