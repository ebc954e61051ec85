package io.tollgate.core.state;

import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The license that lies in the store, as it was seen last: a start and a command read this file and
 * ask no database.
 *
 * @param revision the store's number of it; 0 if none was ever seen
 * @param token the license; empty if there is none
 * @param previous the one before
 * @param seenAt since when it is known, in ms since the epoch; empty if no file says
 */
public record StoreMirror(
    long revision, Optional<String> token, Optional<String> previous, OptionalLong seenAt) {
  private static final String FILE = "store-license.json";

  /** No license was ever seen there. */
  public static final StoreMirror NONE =
      new StoreMirror(0, Optional.empty(), Optional.empty(), OptionalLong.empty());

  /** What the folder remembers; {@link #NONE} if it remembers nothing that can be read. */
  public static StoreMirror read(StateFolder folder) {
    Optional<byte[]> content = folder.read(FILE);
    if (content.isEmpty()) {
      return NONE;
    }
    try {
      JsonObject json = Json.object(content.get());
      return new StoreMirror(
          number(json, "revision").orElse(0),
          json.string("token"),
          json.string("previous"),
          number(json, "seenAt"));
    } catch (JsonException e) {
      // Another version wrote it: the store says it again.
      return NONE;
    }
  }

  private static OptionalLong number(JsonObject json, String name) throws JsonException {
    Optional<JsonNumber> number = json.number(name);
    return number.isPresent() ? number.get().whole(JsonNumber.MOST_SAFE) : OptionalLong.empty();
  }

  /** Writes this into the folder. May take as long as the folder does. */
  public void write(StateFolder folder) {
    JsonText json = new JsonText().put("revision", revision);
    if (token.isPresent()) {
      json.put("token", token.get());
    }
    if (previous.isPresent()) {
      json.put("previous", previous.get());
    }
    if (seenAt.isPresent()) {
      json.put("seenAt", seenAt.getAsLong());
    }
    folder.write(FILE, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a row of the store says what this does. */
  public boolean says(long number, Optional<String> present, Optional<String> before) {
    return revision == number && token.equals(present) && previous.equals(before);
  }
}
