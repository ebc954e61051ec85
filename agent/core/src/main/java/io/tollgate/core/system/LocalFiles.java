package io.tollgate.core.system;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;

/**
 * This machine's files. Read through {@code java.io}: it is loaded in every JVM that starts, and
 * NIO's streams are not.
 */
public class LocalFiles implements FileSystem {
  private static final int MOST_TRIES = 5;

  @Override
  public FileContent read(String path, int mostBytes) {
    File file = new File(path);
    if (!file.exists()) {
      return isHidden(file)
          ? new FileContent.Unreadable("lies in a directory that this process may not search")
          : new FileContent.Absent();
    }
    if (file.isDirectory()) {
      return new FileContent.Unreadable("is a directory");
    }
    // Opening a pipe blocks until somebody writes to it, and a device may never end.
    if (!file.isFile()) {
      return new FileContent.Unreadable("is no regular file");
    }
    try {
      return readTwiceTheSame(file, mostBytes);
    } catch (IOException e) {
      return new FileContent.Unreadable(
          file.canRead()
              ? "cannot be read (" + e.getMessage() + ")"
              : "may not be read by this process");
    }
  }

  @Override
  public Optional<FileFacts> facts(String path) {
    try {
      Path real = Path.of(path).toRealPath();
      return Optional.of(new FileFacts(real.toString(), isReadableByAll(real)));
    } catch (IOException | InvalidPathException e) {
      // Absent or out of reach: a read says which.
      return Optional.empty();
    }
  }

  private static boolean isReadableByAll(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (UnsupportedOperationException e) {
      // A file system without such permissions, as on Windows.
      return false;
    }
  }

  /** What a directory that may not be searched holds looks as if it were not there. */
  private static boolean isHidden(File file) {
    File ancestor = file.getAbsoluteFile().getParentFile();
    while (ancestor != null && !ancestor.exists()) {
      ancestor = ancestor.getParentFile();
    }
    return ancestor != null && ancestor.isDirectory() && !ancestor.canExecute();
  }

  /** A file that is being written gives different bytes from one read to the next. */
  private FileContent readTwiceTheSame(File file, int mostBytes) throws IOException {
    byte[] before = readOnce(file, mostBytes);
    for (int i = 0; i < MOST_TRIES; i++) {
      if (before.length > mostBytes) {
        return new FileContent.TooLarge();
      }
      byte[] after = readOnce(file, mostBytes);
      if (Arrays.equals(before, after)) {
        return new FileContent.Bytes(after);
      }
      before = after;
    }
    return new FileContent.Unreadable("changes while it is read");
  }

  /** The first bytes of the file, one more than allowed at most. Tests write between two calls. */
  byte[] readOnce(File file, int mostBytes) throws IOException {
    try (FileInputStream stream = new FileInputStream(file)) {
      return stream.readNBytes(mostBytes + 1);
    }
  }
}
