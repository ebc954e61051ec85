package io.tollgate.core.system;

import java.io.IOException;

/** Writing files. */
public interface Storage {

  /**
   * Makes sure that a folder is there and that files can be made in it.
   *
   * @throws IOException if not; the message is the end of a sentence
   */
  void open(String folder) throws IOException;

  /**
   * Puts a file in the place of another in one step: whoever reads it, and whoever finds it after a
   * crash, has the one or the other whole.
   *
   * @throws IOException if it cannot be written; what was there before is still there
   */
  void replace(String path, byte[] content) throws IOException;

  /**
   * Makes an empty file, its owner's alone, for others to write to, unless there is a file.
   *
   * @throws IOException if not; the message is the end of a sentence
   */
  void reserve(String path) throws IOException;
}
