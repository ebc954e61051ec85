package io.tollgate.core.store;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The drivers as their makers publish them, or what an agent jar holds of them if the system
 * property {@code tollgate.agent} names one.
 */
final class LibraryJars implements DriverJars {
  @Override
  public byte[] read(String name) throws IOException {
    String agent = System.getProperty("tollgate.agent");
    if (agent != null) {
      try (ZipFile jar = new ZipFile(agent)) {
        ZipEntry entry = jar.getEntry("tollgate/store/" + name);
        if (entry == null) {
          throw new IOException(agent + " lacks " + name);
        }
        return jar.getInputStream(entry).readAllBytes();
      }
    }
    Class<?> member =
        name.equals(EMBEDDED) ? org.h2.engine.Constants.class : org.postgresql.PGProperty.class;
    try {
      return Files.readAllBytes(
          Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
