package io.tollgate.core.store;

import java.io.IOException;
import java.util.Set;

/** The jars of the database drivers. */
public interface DriverJars {
  /** H2. */
  String EMBEDDED = "h2.jar";

  /** pgjdbc. */
  String POSTGRESQL = "postgresql.jar";

  /**
   * The bytes of one.
   *
   * @throws IOException if it is not there
   */
  byte[] read(String name) throws IOException;

  /**
   * A loader of one.
   *
   * @param unusable classes that others may name, and whose constructors throw a {@link
   *     LinkageError}
   * @throws IOException if it is not there
   */
  default ClassLoader loader(String name, Set<String> unusable) throws IOException {
    return new DriverLoader(read(name), unusable);
  }
}
