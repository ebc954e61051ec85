package io.tollgate.core.system;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/** This machine's files, read line by line. */
public final class LocalLineFiles implements LineFiles {
  private static final int BLOCK = 64 * 1024;

  @Override
  public void read(String path, int longest, Reader reader) throws IOException {
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
    try (FileInputStream stream = new FileInputStream(file)) {
      read(stream, longest, reader);
    }
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
