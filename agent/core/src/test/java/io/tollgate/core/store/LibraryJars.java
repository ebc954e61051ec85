package io.tollgate.core.store;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The drivers as their makers publish them. What the agent jar holds of them is tested there. */
final class LibraryJars implements DriverJars {
  @Override
  public byte[] read(String name) throws IOException {
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
