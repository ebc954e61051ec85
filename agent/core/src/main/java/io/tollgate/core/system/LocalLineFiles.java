package io.tollgate.core.system;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** This machine's files, read line by line. */
public final class LocalLineFiles implements LineFiles {
  private static final int BLOCK = 64 * 1024;

  @Override
  public void read(String path, int longest, Reader reader) throws IOException {
    try (FileInputStream stream = new FileInputStream(regular(path))) {
      read(stream, longest, reader);
    }
  }

  private static File regular(String path) throws IOException {
    File file = new File(path);
    if (!file.exists()) {
      throw new IOException("does not exist");
    }
    // Opening a pipe blocks until somebody writes to it, and a device may never end.
    if (!file.isFile()) {
      throw new IOException("is no regular file");
    }
    if (!file.canRead()) {
      throw new IOException("may not be read by this process");
    }
    return file;
  }

  @Override
  public List<byte[]> last(String path, int most, int mostBytes) throws IOException {
    byte[] block;
    boolean whole;
    try (RandomAccessFile file = new RandomAccessFile(regular(path), "r")) {
      long length = file.length();
      block = new byte[(int) Math.min(mostBytes, length)];
      whole = block.length == length;
      file.seek(length - block.length);
      file.readFully(block);
    }
    return lines(block, whole, most);
  }

  /** From the end on, because what the block begins with may be the end of a line. */
  private static List<byte[]> lines(byte[] block, boolean whole, int most) {
    Deque<byte[]> lines = new ArrayDeque<>();
    int to = -1;
    for (int i = block.length - 1; i >= 0 && lines.size() < most; i--) {
      if (block[i] == '\n') {
        if (to >= 0) {
          lines.addFirst(Arrays.copyOfRange(block, i + 1, to));
        }
        to = i;
      }
    }
    if (whole && to >= 0 && lines.size() < most) {
      lines.addFirst(Arrays.copyOfRange(block, 0, to));
    }
    return new ArrayList<>(lines);
  }

  private static void read(FileInputStream stream, int longest, Reader reader) throws IOException {
    byte[] block = new byte[BLOCK];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int length = stream.read(block);
    while (length >= 0) {
      int from = 0;
      for (int i = 0; i < length; i++) {
        if (block[i] == '\n') {
          line.write(block, from, i - from);
          if (!reader.line(line.toByteArray(), true)) {
            return;
          }
          line.reset();
          from = i + 1;
        }
      }
      line.write(block, from, length - from);
      if (line.size() > longest) {
        break;
      }
      length = stream.read(block);
    }
    if (line.size() > 0) {
      reader.line(line.toByteArray(), false);
    }
  }
}
