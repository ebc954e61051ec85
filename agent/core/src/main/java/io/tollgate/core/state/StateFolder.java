package io.tollgate.core.state;

import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.Storage;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.text.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The folder {@code state.dir}, or none. Files in it begin with a line that holds the SHA-256 of
 * the rest, so that half a file is noticed; it proves nothing of who wrote it. A folder that cannot
 * be used is as good as none: it is told once, and the host goes on. Safe for use by several
 * threads and several JVMs.
 */
public final class StateFolder {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int HASH_LINE = 65;

  private final Optional<String> folder;
  private final FileSystem files;
  private final Optional<Storage> storage;
  private Optional<Refusal> problem = Optional.empty();
  private Optional<Refusal> ledgerProblem = Optional.empty();
  private Optional<Refusal> told = Optional.empty();

  private StateFolder(Optional<String> folder, FileSystem files, Optional<Storage> storage) {
    this.folder = folder;
    this.files = files;
    this.storage = storage;
  }

  /** A folder at that path, not touched yet. */
  public StateFolder(String folder, FileSystem files, Storage storage) {
    this(Optional.of(folder), files, Optional.of(storage));
  }

  /** A folder that is only looked into; empty for none. */
  public static StateFolder toRead(Optional<String> folder, FileSystem files) {
    return new StateFolder(folder, files, Optional.empty());
  }

  /** Remembers nothing. */
  public static StateFolder none(FileSystem files) {
    return new StateFolder(Optional.empty(), files, Optional.empty());
  }

  /** Whether there is a folder at all. */
  public boolean isThere() {
    return folder.isPresent();
  }

  /** The folder's own path; empty if there is none. */
  public Optional<String> path() {
    return folder;
  }

  /** Where a file lies; empty if there is no folder. */
  public Optional<String> path(String name) {
    return folder.isPresent()
        ? Optional.of(folder.get() + File.separator + name)
        : Optional.empty();
  }

  /** The content that {@link #write} gave a file; empty if it is absent or damaged. */
  public Optional<byte[]> read(String name) {
    Optional<String> path = path(name);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    FileContent found = files.read(path.get(), MOST_BYTES);
    if (found instanceof FileContent.Absent) {
      return Optional.empty();
    }
    if (found instanceof FileContent.Unreadable unreadable) {
      trouble(ErrorCode.STATE_UNUSABLE, path.get() + " " + unreadable.why() + ".");
      return Optional.empty();
    }
    Optional<byte[]> content =
        found instanceof FileContent.Bytes bytes ? checked(bytes.bytes()) : Optional.empty();
    if (content.isEmpty()) {
      trouble(ErrorCode.STATE_LOST, "It is " + path.get() + ".");
    }
    return content;
  }

  private static Optional<byte[]> checked(byte[] file) {
    if (file.length < HASH_LINE || file[HASH_LINE - 1] != '\n') {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(file, HASH_LINE, file.length);
    String line = new String(file, 0, HASH_LINE - 1, StandardCharsets.US_ASCII);
    return line.equals(Sha256.hex(content)) ? Optional.of(content) : Optional.empty();
  }

  /** Writes a file whole; what goes wrong is told by {@link #news}. */
  public void write(String name, byte[] content) {
    byte[] line = (Sha256.hex(content) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(line, line.length + content.length);
    System.arraycopy(content, 0, file, line.length, content.length);
    writePlain(name, file);
  }

  /** Writes a file whole for others to read, without a hash. */
  public void writePlain(String name, byte[] content) {
    Optional<String> path = path(name);
    if (path.isEmpty() || storage.isEmpty()) {
      return;
    }
    try {
      storage.get().open(folder.orElseThrow());
    } catch (IOException e) {
      trouble(ErrorCode.STATE_UNUSABLE, folder.orElseThrow() + " " + e.getMessage() + ".");
      return;
    }
    try {
      storage.get().replace(path.get(), content);
      well();
    } catch (IOException e) {
      trouble(
          ErrorCode.STATE_UNUSABLE, path.get() + " cannot be written (" + e.getMessage() + ").");
    }
  }

  private synchronized void well() {
    if (problem.isPresent() && problem.get().code() == ErrorCode.STATE_UNUSABLE) {
      problem = Optional.empty();
    }
  }

  private synchronized void trouble(ErrorCode code, String detail) {
    problem = Optional.of(new Refusal(code, detail));
  }

  /**
   * Something that others add to a file in the folder could not be added. Told by {@link #news},
   * once if all of the folder is of no use.
   *
   * @param detail a sentence
   */
  public synchronized void cannotAppend(String detail) {
    ledgerProblem = Optional.of(new Refusal(ErrorCode.STATE_UNUSABLE, detail));
  }

  /** It could be added. */
  public synchronized void canAppend() {
    ledgerProblem = Optional.empty();
  }

  /** What is wrong now and was not wrong, or wrong in another way, when this was asked last. */
  public synchronized Optional<Refusal> news() {
    Optional<Refusal> now = problem.isPresent() ? problem : ledgerProblem;
    boolean same = now.isEmpty() || (told.isPresent() && told.get().code() == now.get().code());
    told = now;
    if (problem.isPresent() && problem.get().code() == ErrorCode.STATE_LOST) {
      // That happened, and is over: it must not hide what goes on.
      problem = Optional.empty();
    }
    return same ? Optional.empty() : now;
  }
}
