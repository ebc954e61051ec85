package io.tollgate.core.system;

import java.io.IOException;
import java.util.List;

/** Reading files of any size, line by line. */
public interface LineFiles {

  /**
   * Hands on the lines of a regular file until the reader has had enough. Holds no more than one.
   *
   * @param longest bytes; a longer line is handed on without what is beyond, and ends the reading
   * @throws IOException if it cannot be read; the message is the end of a sentence
   */
  void read(String path, int longest, Reader reader) throws IOException;

  /**
   * The last whole lines of a regular file, in their order. What follows the last end of a line is
   * left out: somebody may be writing it.
   *
   * @param most of them
   * @param mostBytes of all of them together, ends of lines included; no more is read
   * @throws IOException if it cannot be read; the message is the end of a sentence
   */
  List<byte[]> last(String path, int most, int mostBytes) throws IOException;

  /** Takes lines. */
  interface Reader {

    /**
     * The next line.
     *
     * @param line its bytes, without the end of the line
     * @param ended whether an end of the line was there
     * @return whether to go on
     */
    boolean line(byte[] line, boolean ended);
  }
}
