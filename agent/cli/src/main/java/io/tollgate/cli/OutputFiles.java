package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that a command writes. */
final class OutputFiles {
  private static final int LARGEST_SECRET = 64 * 1024;

  private OutputFiles() {}

  /** Writes a new file that only its owner may read. A private key is never overwritten. */
  static void writeSecret(Path file, byte[] content) throws IOException, CommandException {
    try {
      Files.createFile(file, ownerOnly(file));
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(file + " exists already; it is not overwritten.");
    }
    try {
      Files.write(file, content);
    } catch (IOException e) {
      Files.delete(file); // half a key would stand in the way of a whole one
      throw e;
    }
  }

  /** Writes or replaces a file, whole or not at all; never one that holds a private key. */
  static void write(Path file, byte[] content) throws IOException, CommandException {
    if (holdsSecret(file)) {
      throw new CommandException(file + " holds a private key; it is not overwritten.");
    }
    Path target = file.toAbsolutePath();
    Path whole = target.resolveSibling("." + target.getFileName() + ".part");
    Files.deleteIfExists(whole);
    try {
      Files.write(whole, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(
          whole, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** Whether it is what {@link #writeSecret} writes: a PEM key, a keyset or what encrypts one. */
  private static boolean holdsSecret(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream content = Files.newInputStream(file)) {
      String start = new String(content.readNBytes(LARGEST_SECRET), StandardCharsets.ISO_8859_1);
      return start.contains("PRIVATE KEY-----")
          || start.contains("\"encryptedKeyset\"")
          || start.contains("\"primaryKeyId\"");
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
