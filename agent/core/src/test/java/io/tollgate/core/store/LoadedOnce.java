package io.tollgate.core.store;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * H2 as {@link LibraryJars} has it, in one loader for all who ask: most of what it costs to open a
 * small store is to load its classes.
 */
final class LoadedOnce implements DriverJars {
  private final DriverJars jars = new LibraryJars();
  private Optional<ClassLoader> h2 = Optional.empty();

  @Override
  public byte[] read(String name) throws IOException {
    return jars.read(name);
  }

  @Override
  public synchronized ClassLoader loader(String name, Set<String> unusable) throws IOException {
    if (!name.equals(EMBEDDED)) {
      return jars.loader(name, unusable);
    }
    if (h2.isEmpty()) {
      h2 = Optional.of(jars.loader(name, unusable));
    }
    return h2.get();
  }
}
