package io.tollgate.core.system;

import io.tollgate.verifier.license.UtcText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A ledger in a folder of this machine: {@code NAME.jsonl}, what was put aside because it was full
 * ({@code NAME-20261125T023727123Z.jsonl}), and {@code NAME.lock}, which whoever writes holds
 * locked. The lock is a file of its own because the others change their names.
 */
public final class LocalLedger implements Ledger {
  private static final String SUFFIX = ".jsonl";
  private static final long FULL = 10_000_000;
  private static final int KEPT = 9;
  private static final int BLOCK = 8 * 1024;
  private static final FileAttribute<?>[] NONE = {};

  private final Storage storage;
  private final String folder;
  private final String name;
  private final long full;
  private final int kept;

  /** A ledger that takes up to 100 MB. */
  public LocalLedger(Storage storage, String folder, String name) {
    this(storage, folder, name, FULL, KEPT);
  }

  /**
   * For tests, which do not write that much.
   *
   * @param full bytes that a file never has more than
   * @param kept how many files that are full are kept
   */
  LocalLedger(Storage storage, String folder, String name, long full, int kept) {
    this.storage = storage;
    this.folder = folder;
    this.name = name;
    this.full = full;
    this.kept = kept;
  }

  @Override
  public synchronized void append(Line line, long now) throws IOException {
    Path path;
    try {
      path = Path.of(folder);
    } catch (InvalidPathException e) {
      throw new IOException("is no path", e);
    }
    storage.open(folder);
    try (FileChannel guard = open(path.resolve(name + ".lock"), path);
        FileLock held = guard.lock()) {
      if (!held.isValid()) {
        throw new UnfitException("cannot be locked");
      }
      appendAlone(path, line, now);
    } catch (OverlappingFileLockException e) {
      throw new IOException("is being written to by another agent in this JVM", e);
    } catch (AccessDeniedException e) {
      throw new IOException("may not be written to by this process", e);
    } catch (UnfitException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private void appendAlone(Path path, Line line, long now) throws IOException {
    Path file = path.resolve(name + SUFFIX);
    List<Path> aside = putAside(path);
    byte[] bytes;
    try (FileChannel channel = open(file, path)) {
      long end = endOfLastLine(channel);
      long cutOff = channel.size() - end;
      if (cutOff > 0) {
        channel.truncate(end);
      }
      boolean begins = end == 0 && !aside.isEmpty();
      Optional<byte[]> last =
          begins ? lastLine(aside.get(aside.size() - 1)) : lastLine(channel, end);
      bytes = line.after(new End(last, cutOff, begins ? newest(aside) : Optional.empty()));
      if (end == 0 || end + bytes.length < full) {
        write(channel, end, bytes);
        return;
      }
    }
    Path full = path.resolve(freeName(aside, now));
    Files.move(file, full, StandardCopyOption.ATOMIC_MOVE);
    aside.add(full);
    for (int i = 0; i < aside.size() - kept; i++) {
      Files.deleteIfExists(aside.get(i));
    }
    appendAlone(path, line, now);
  }

  /** What is there of a line that could not be written whole is taken away if it can be. */
  private static void write(FileChannel channel, long end, byte[] line) throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(line.length + 1);
    rest.put(line).put((byte) '\n').flip();
    try {
      channel.position(end);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(false);
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  /** Where the last whole line ends: the length of the file, unless its writer was killed. */
  private static long endOfLastLine(FileChannel channel) throws IOException {
    return after(channel, channel.size());
  }

  /** The position after the last end of a line before that position; 0 if there is none. */
  private static long after(FileChannel channel, long before) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    long to = before;
    while (to > 0) {
      long from = Math.max(0, to - BLOCK);
      fill(channel, block.clear().limit((int) (to - from)), from);
      for (int i = block.limit() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return from + i + 1;
        }
      }
      to = from;
    }
    return 0;
  }

  private static Optional<byte[]> lastLine(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return lastLine(channel, endOfLastLine(channel));
    }
  }

  private static Optional<byte[]> lastLine(FileChannel channel, long end) throws IOException {
    if (end == 0) {
      return Optional.empty();
    }
    long begin = after(channel, end - 1);
    if (end - begin > LONGEST_LINE) {
      throw new UnfitException("ends with a line that was not written here");
    }
    ByteBuffer line = ByteBuffer.allocate((int) (end - 1 - begin));
    fill(channel, line, begin);
    return Optional.of(line.array());
  }

  private static void fill(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new UnfitException("became shorter while it was read");
      }
    }
  }

  /** The files that were full, the oldest first. */
  private List<Path> putAside(Path path) throws IOException {
    List<String> stems = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, name + "-*" + SUFFIX)) {
      for (Path file : files) {
        stems.add(stem(file));
      }
    }
    // Without the suffix, so that what has been given a longer name comes later.
    Collections.sort(stems);
    List<Path> sorted = new ArrayList<>();
    for (String stem : stems) {
      sorted.add(path.resolve(stem + SUFFIX));
    }
    return sorted;
  }

  private static Optional<String> newest(List<Path> aside) {
    return Optional.of(stem(aside.get(aside.size() - 1)) + SUFFIX);
  }

  private static String stem(Path file) {
    String whole = String.valueOf(file.getFileName());
    return whole.substring(0, whole.length() - SUFFIX.length());
  }

  /** A name that comes after all others, whatever the clock says. */
  private String freeName(List<Path> aside, long now) {
    String stem = name + "-" + stamp(now);
    if (!aside.isEmpty()) {
      String newest = stem(aside.get(aside.size() - 1));
      stem = stem.compareTo(newest) > 0 ? stem : newest + "-1";
    }
    return stem + SUFFIX;
  }

  /** As ISO 8601's basic form, which sorts, and has no colon for Windows to refuse. */
  private static String stamp(long now) {
    String iso = UtcText.iso(now);
    StringBuilder stamp = new StringBuilder(iso.length());
    for (int i = 0; i < iso.length(); i++) {
      char c = iso.charAt(i);
      if (c != '-' && c != ':' && c != '.') {
        stamp.append(c);
      }
    }
    return stamp.toString();
  }

  private static FileChannel open(Path file, Path near) throws IOException {
    // Opening a pipe or a device may never return.
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      throw new UnfitException("is no regular file");
    }
    boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : NONE;
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        attributes);
  }

  /** What is there is not what a ledger needs; the message is the end of a sentence. */
  private static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitException(String what) {
      super(what);
    }
  }
}
