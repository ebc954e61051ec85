package io.tollgate.core.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;

/** This machine's files. What is written is its owner's alone, and on the disk when it counts. */
public final class LocalStorage implements Storage {
  private static final FileAttribute<?>[] NONE = {};
  private static final String FRESH = ".new";

  /** Nobody takes an hour for a file of a few kilobytes: its writer was killed. */
  private static final long ABANDONED = 3_600_000;

  @Override
  public void open(String folder) throws IOException {
    Path path = path(folder);
    if (!Files.isDirectory(path)) {
      try {
        Files.createDirectories(path, attributes(path, "rwx------"));
      } catch (FileAlreadyExistsException e) {
        throw new IOException("is no folder", e);
      } catch (IOException e) {
        throw new IOException("cannot be made", e);
      }
    }
    if (!Files.isWritable(path) || !Files.isExecutable(path)) {
      throw new IOException("may not be written to by this process");
    }
    tidy(path);
  }

  private static void tidy(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + FRESH)) {
      // The folder was changed by whoever made the newest of them.
      FileTime newest = Files.getLastModifiedTime(folder);
      for (Path file : left) {
        if (isAbandoned(file, newest)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isAbandoned(Path file, FileTime now) throws IOException {
    try {
      return now.toMillis() - Files.getLastModifiedTime(file).toMillis() > ABANDONED;
    } catch (NoSuchFileException e) {
      // Its writer, of this JVM or another, has put it in its place since it was listed.
      return false;
    }
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    Path target = path(path);
    Path folder = folderOf(target);
    Path fresh =
        Files.createTempFile(
            folder, "." + target.getFileName() + ".", FRESH, attributes(folder, "rw-------"));
    try {
      write(fresh, content);
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
    sync(folder);
  }

  @Override
  public void reserve(String path) throws IOException {
    Path file = path(path);
    try {
      Files.createFile(file, attributes(folderOf(file), "rw-------"));
    } catch (FileAlreadyExistsException e) {
      // By an earlier start, or another JVM.
      return;
    } catch (IOException e) {
      throw new IOException("cannot be written to (" + e.getMessage() + ")", e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** The renaming is on the disk too, where the system lets a folder be opened for that. */
  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not so on Windows. What was there before comes back after a crash: older, and whole.
      return;
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static FileAttribute<?>[] attributes(Path near, String permissions) {
    boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }

  private static Path path(String text) throws IOException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IOException("is no path", e);
    }
  }
}
