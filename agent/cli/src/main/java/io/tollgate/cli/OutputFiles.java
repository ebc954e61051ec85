package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that a command writes: whole or not at all. */
final class OutputFiles {
  private OutputFiles() {}

  /** Writes a new file that only its owner may read. A private key is never overwritten. */
  static void writeSecret(Path file, byte[] content) throws IOException, CommandException {
    try {
      Files.createFile(file, ownerOnly(file));
      Files.write(file, content);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(file + " exists already; it is not overwritten.");
    }
  }

  /** Writes or replaces a file. */
  static void write(Path file, byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    Path whole = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      Files.write(whole, content);
      Files.move(
          whole, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
