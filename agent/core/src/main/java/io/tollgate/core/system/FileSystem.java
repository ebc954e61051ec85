package io.tollgate.core.system;

import java.util.Optional;

/** Reading files. */
public interface FileSystem {

  /**
   * Reads a small regular file. Never blocks on a pipe, never reads more than is allowed.
   *
   * @param mostBytes a larger file is {@link FileContent.TooLarge}
   */
  FileContent read(String path, int mostBytes);

  /** Looks at a file without reading it; empty if nothing is there that can be looked at. */
  Optional<FileFacts> facts(String path);
}
