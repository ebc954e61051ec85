package io.tollgate.verifier.text;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Strict JSON (RFC 8259) in strict UTF-8: one object and nothing after it, no duplicate members, no
 * nesting over 16, no lone surrogates, no byte order mark.
 */
public final class Json {
  /** Stands for JSON's {@code null}, which is a value and not an absence. */
  public enum Null {
    NULL
  }

  private static final int DEEPEST = 16;

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws JsonException if the bytes are anything else
   */
  public static JsonObject object(byte[] utf8) throws JsonException {
    Optional<String> decoded = Utf8.decode(utf8);
    if (decoded.isEmpty()) {
      throw new JsonException("It is not well-formed UTF-8.");
    }
    String text = decoded.get();
    if (text.startsWith("\ufeff")) {
      throw new JsonException("It is not a JSON object.");
    }
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(DEEPEST);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new JsonException("It is not a JSON object.");
      }
      JsonObject object = readObject(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonException("Something follows the JSON object.");
      }
      return object;
    } catch (IOException | IllegalStateException e) {
      // Gson's messages quote member names: ours never repeat what an unverified token says.
      throw new JsonException("It is not strict JSON of at most 16 levels.");
    }
  }

  private static JsonObject readObject(JsonReader reader) throws IOException, JsonException {
    Map<String, Object> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (members.put(name, readValue(reader)) != null) {
        throw new JsonException("A member stands there twice.");
      }
    }
    reader.endObject();
    return new JsonObject(members);
  }

  private static Object readValue(JsonReader reader) throws IOException, JsonException {
    JsonToken next = reader.peek();
    if (next == JsonToken.STRING) {
      return reader.nextString();
    }
    if (next == JsonToken.NUMBER) {
      return new JsonNumber(reader.nextString());
    }
    if (next == JsonToken.BEGIN_OBJECT) {
      return readObject(reader);
    }
    if (next == JsonToken.BEGIN_ARRAY) {
      return readArray(reader);
    }
    if (next == JsonToken.BOOLEAN) {
      return reader.nextBoolean();
    }
    reader.nextNull();
    return Null.NULL;
  }

  private static List<Object> readArray(JsonReader reader) throws IOException, JsonException {
    List<Object> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(readValue(reader));
    }
    reader.endArray();
    return elements;
  }
}
