package io.tollgate.core.store;

import java.io.IOException;

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
}
