package io.tollgate.core.system;

import java.io.IOException;
import java.util.Optional;

/** A file that lines are only ever added to, by any number of processes. */
public interface Ledger {
  /** The longest line that is taken for one, in bytes. */
  int LONGEST_LINE = 64 * 1024;

  /**
   * Adds a line while nobody else does. It is on the disk when this returns.
   *
   * @param now names the file that a full one is put aside as; in ms since the epoch
   * @throws IOException if not; the message is the end of a sentence. What is there of the line
   *     then is the beginning at most, and the next line takes its place.
   */
  void append(Line line, long now) throws IOException;

  /** Writes a line that depends on the one before it. */
  interface Line {

    /** The bytes of the line, without the end of the line. */
    byte[] after(End end);
  }

  /**
   * What a line is written after.
   *
   * @param last the line before, without the end of the line; empty if there is none
   * @param cutOff how many bytes of a line that was never finished were taken away
   * @param continued the file that holds the line before, if this line begins another
   */
  record End(Optional<byte[]> last, long cutOff, Optional<String> continued) {}
}
