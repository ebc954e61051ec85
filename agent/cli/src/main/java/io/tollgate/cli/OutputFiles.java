package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** Files that a command writes. */
final class OutputFiles {
  private static final int LARGEST_SECRET = 64 * 1024;

  /** Opens no file that is there already, nor what a link leads to. */
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final FileAttribute<?>[] AS_EVER = {};

  private OutputFiles() {}

  /** Looks at what lies on the disk before it takes the place of what was there. */
  @FunctionalInterface
  interface Check {
    void look(byte[] written) throws CommandException, RefusedException, IOException;
  }

  /** Writes a new file that only its owner may read. A private key is never overwritten. */
  static void writeSecret(Path file, byte[] content) throws CommandException, RefusedException {
    try {
      writeNew(file, content, ownerOnly(file));
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(file + " exists already; it is not overwritten.");
    } catch (IOException e) {
      throw FileProblem.of(file, e);
    }
  }

  /** Makes a folder and those above it, where they are not there. */
  static void makeFolder(Path folder) throws RefusedException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileProblem.of(folder, e);
    }
  }

  /** Writes or replaces a file that everybody may read; see {@link #write}. */
  static void writeOpen(Path file, byte[] content, Check check)
      throws CommandException, RefusedException {
    try {
      write(file, content, check, AS_EVER);
    } catch (IOException e) {
      throw FileProblem.of(file, e);
    }
  }

  /** Writes or replaces a file that its owner may read; see {@link #write}. */
  static void writeClosed(Path file, byte[] content, Check check)
      throws CommandException, RefusedException {
    try {
      write(file, content, check, ownerOnly(file));
    } catch (IOException e) {
      throw FileProblem.of(file, e);
    }
  }

  /**
   * Writes or replaces a file, whole or not at all; never one that holds a private key. What lies
   * on the disk is checked before it takes its place. A pipe or a device cannot be replaced and is
   * written to.
   */
  private static void write(Path file, byte[] content, Check check, FileAttribute<?>... attributes)
      throws IOException, CommandException, RefusedException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      check.look(content);
      Files.write(file, content, StandardOpenOption.WRITE);
      return;
    }
    if (holdsSecret(file)) {
      throw new CommandException(file + " holds a private key; it is not overwritten.");
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    String random = Long.toHexString(new SecureRandom().nextLong());
    Path whole = target.resolveSibling("." + target.getFileName() + "." + random + ".part");
    writeNew(whole, content, attributes);
    try {
      check.look(Files.readAllBytes(whole));
      Files.move(
          whole, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static void writeNew(Path file, byte[] content, FileAttribute<?>... attributes)
      throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, NEW, attributes)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (FileAlreadyExistsException e) {
      throw e; // not ours to delete
    } catch (IOException e) {
      Files.deleteIfExists(file); // half a key would stand in the way of a whole one
      throw e;
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
        : AS_EVER;
  }
}
