package io.tollgate.core.audit;

import io.tollgate.core.system.Ledger;
import io.tollgate.core.system.LineFiles;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Follows the chain of an audit log through its files, the oldest first. What it cannot find: lines
 * that were taken away from the end, and a log that was written anew from some line on; the hash of
 * the last line, kept elsewhere, shows both.
 */
public final class AuditChain implements LineFiles.Reader {
  private String file = "";
  private long number;
  private long lines;
  private boolean cutOff;
  private String expected = "";
  private Optional<String> first = Optional.empty();
  private Optional<String> last = Optional.empty();
  private Optional<String> continued = Optional.empty();
  private Optional<Break> broken = Optional.empty();

  /**
   * The first line that does not fit.
   *
   * @param line its number in the file, from 1
   * @param what is wrong, as a sentence
   */
  public record Break(String file, long line, String what) {}

  /**
   * Reads one more file.
   *
   * @throws IOException if it cannot be read; the message is the end of a sentence
   */
  public void read(String path, LineFiles files) throws IOException {
    if (cutOff && broken.isEmpty()) {
      broken = Optional.of(new Break(file, number, "It has no end, and more lines follow."));
    }
    file = path;
    number = 0;
    files.read(path, Ledger.LONGEST_LINE, this);
  }

  @Override
  public boolean line(byte[] line, boolean ended) {
    number++;
    if (broken.isPresent()) {
      return false;
    }
    if (!ended && line.length <= Ledger.LONGEST_LINE) {
      cutOff = true;
      return false;
    }
    Optional<String> wrong = check(line);
    if (wrong.isPresent()) {
      broken = Optional.of(new Break(file, number, wrong.get()));
      return false;
    }
    lines++;
    expected = AuditLine.hash(line);
    return true;
  }

  private Optional<String> check(byte[] line) {
    if (!isAsItsIdSays(line)) {
      return Optional.of("It was changed, or is no line of an audit log.");
    }
    try {
      JsonObject json = Json.object(line);
      Optional<String> at = json.string("createdAt");
      Optional<String> prev = json.string("prev");
      if (at.isEmpty() || prev.isEmpty() || json.string("action").isEmpty()) {
        return Optional.of("It lacks what every entry has.");
      }
      if (lines == 0) {
        return begin(json, at.get(), prev.get());
      }
      last = at;
      return prev.get().equals(expected)
          ? Optional.empty()
          : Optional.of(
              "It was written after another line than the one before it: lines were removed, added or moved.");
    } catch (JsonException e) {
      return Optional.of("It is no entry: " + e.rule());
    }
  }

  /** The first line of all follows none, or says which file holds the line that it follows. */
  private Optional<String> begin(JsonObject json, String at, String prev) throws JsonException {
    Optional<JsonObject> metadata = json.object("metadata");
    continued = metadata.isPresent() ? metadata.get().string("continues") : Optional.empty();
    first = Optional.of(at);
    last = first;
    return prev.equals(AuditLine.NO_LINE) || continued.isPresent()
        ? Optional.empty()
        : Optional.of("The lines before it are missing.");
  }

  private static boolean isAsItsIdSays(byte[] line) {
    int beginOfId = AuditLine.BEGIN.length();
    int endOfId = beginOfId + AuditLine.LENGTH_OF_ID;
    int rest = endOfId + AuditLine.END_OF_ID.length();
    if (line.length <= rest
        || !text(line, 0, beginOfId).equals(AuditLine.BEGIN)
        || !text(line, endOfId, rest).equals(AuditLine.END_OF_ID)) {
      return false;
    }
    return AuditLine.id(Arrays.copyOfRange(line, rest, line.length))
        .equals(text(line, beginOfId, endOfId));
  }

  private static String text(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** How many lines fit. */
  public long lines() {
    return lines;
  }

  /** When the first of them was written, in ISO 8601; empty if there is none. */
  public Optional<String> from() {
    return first;
  }

  /** When the last of them was written. */
  public Optional<String> to() {
    return last;
  }

  /** The SHA-256 of the last of them, in hexadecimal. */
  public Optional<String> lastHash() {
    return lines == 0 ? Optional.empty() : Optional.of(expected);
  }

  /** The file that holds the lines before the first, if there are any. */
  public Optional<String> continued() {
    return continued;
  }

  /** Whether the last line was not written to its end. */
  public boolean isCutOff() {
    return cutOff;
  }

  /** What does not fit; empty if all does. */
  public Optional<Break> broken() {
    return broken;
  }
}
