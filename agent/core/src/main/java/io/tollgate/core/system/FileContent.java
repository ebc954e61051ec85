package io.tollgate.core.system;

/** What was found at a path. */
public sealed interface FileContent {

  /** There is nothing at that path. */
  record Absent() implements FileContent {}

  /**
   * There is something that cannot be read.
   *
   * @param why what it is or what failed, as the end of a sentence: "is a directory"
   */
  record Unreadable(String why) implements FileContent {}

  /** A file that is larger than was asked for. */
  record TooLarge() implements FileContent {}

  /** A file that was read whole. */
  final class Bytes implements FileContent {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes;
    }
  }
}
