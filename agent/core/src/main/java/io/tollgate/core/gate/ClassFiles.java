package io.tollgate.core.gate;

import java.io.IOException;

/** The agent's class files as bytes. */
public interface ClassFiles {

  /**
   * A class file.
   *
   * @param name {@code java/lang/TollgateGate.class} for instance
   * @throws IOException if there is none of that name
   */
  byte[] read(String name) throws IOException;
}
