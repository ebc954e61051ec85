package io.tollgate.core.http;

import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.LineFiles;
import io.tollgate.core.system.Timely;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/**
 * The last entries of the audit log, read from its file or its store when somebody asks. Whether
 * they are as they were written is for {@code audit verify} to tell.
 */
final class AuditTail {
  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final int MOST_BYTES = 256 * 1024;
  private static final long PATIENCE = 500;
  private static final String LAST = "last=";
  private static final int MOST_DIGITS = 3;

  private final Optional<String> file;
  private final LineFiles files;
  private final Optional<Store> store;
  private final Timely<Answer> asked = new Timely<>("tollgate-http-audit", PATIENCE);

  /**
   * The log.
   *
   * @param file its file; empty if none is written
   * @param store where its lines are if no file is written, together with those of other JVMs
   */
  AuditTail(Optional<String> file, LineFiles files, Optional<Store> store) {
    this.file = file;
    this.files = files;
    this.store = store;
  }

  /**
   * What is there.
   *
   * @param json an array of the entries, the newest last
   * @param problem why there is none: there is no log, or its store is away
   */
  record Answer(String json, Optional<Refusal> problem) {}

  /**
   * How many entries a query asks for; empty if it is not understood.
   *
   * @param query none, or {@code last=N}, where N is 1 to 200
   */
  static OptionalInt asksFor(Optional<String> query) {
    if (query.isEmpty()) {
      return OptionalInt.of(USUAL);
    }
    String text = query.get();
    if (!text.startsWith(LAST) || text.length() > LAST.length() + MOST_DIGITS) {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int i = LAST.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalInt.empty();
      }
      number = number * 10 + c - '0';
    }
    return number >= 1 && number <= MOST ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /** So many of the last entries; empty if they are not to be had in time. */
  Optional<Answer> last(int number) throws InterruptedException {
    if (file.isPresent()) {
      return asked.ask(new Look(file.get(), files, number));
    }
    return store.isPresent()
        ? asked.ask(new LookIntoStore(store.get(), number))
        : Optional.of(none("No state folder is set."));
  }

  private static Answer none(String why) {
    return new Answer("", Optional.of(new Refusal(ErrorCode.ENDPOINT_AUDIT, why)));
  }

  private record Look(String file, LineFiles files, int number) implements Callable<Answer> {
    @Override
    public Answer call() {
      try {
        return new Answer(array(files.last(file, number, MOST_BYTES)), Optional.empty());
      } catch (IOException e) {
        return none(file + " " + e.getMessage() + ".");
      }
    }
  }

  private record LookIntoStore(Store store, int number) implements Callable<Answer> {
    @Override
    public Answer call() {
      try {
        Deque<byte[]> lines = new ArrayDeque<>();
        List<String> all = store.tail(number);
        int bytes = 0;
        for (int i = all.size() - 1; i >= 0 && bytes < MOST_BYTES; i--) {
          byte[] line = all.get(i).getBytes(StandardCharsets.UTF_8);
          bytes += line.length + 1;
          if (bytes <= MOST_BYTES) {
            lines.addFirst(line);
          }
        }
        return new Answer(array(new ArrayList<>(lines)), Optional.empty());
      } catch (StoreException e) {
        return new Answer("", Optional.of(e.refusal()));
      }
    }
  }

  private static String array(List<byte[]> lines) {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < lines.size(); i++) {
      json.append(i == 0 ? "" : ",").append(entry(lines.get(i)));
    }
    return json.append("]\n").toString();
  }

  /** The line as it stands; one that somebody broke must not break the others. */
  private static String entry(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    try {
      Json.object(line);
      return text;
    } catch (JsonException e) {
      return new JsonText().put("broken", Printable.withoutSecrets(text)).toString();
    }
  }

  void close() {
    asked.close();
  }
}
