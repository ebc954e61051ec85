package io.tollgate.core.system;

/** Reading files. */
public interface FileSystem {

  /**
   * Reads a small regular file. Never blocks on a pipe, never reads more than is allowed.
   *
   * @param mostBytes a larger file is {@link FileContent.TooLarge}
   */
  FileContent read(String path, int mostBytes);
}
