package io.tollgate.verifier.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object that was read strictly. A member that is there with another type than asked for is
 * an error.
 */
public final class JsonObject {
  private final Map<String, Object> members;

  JsonObject(Map<String, Object> members) {
    this.members = members;
  }

  /** The names of all members, in the order of the text. */
  public Set<String> names() {
    return members.keySet();
  }

  /** Whether the member is there, {@code null} included. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** A string; empty if it is absent. */
  public Optional<String> string(String name) throws JsonException {
    return member(name, String.class, "a string");
  }

  /** A number; empty if it is absent. */
  public Optional<JsonNumber> number(String name) throws JsonException {
    return member(name, JsonNumber.class, "a number");
  }

  /** An object; empty if it is absent. */
  public Optional<JsonObject> object(String name) throws JsonException {
    return member(name, JsonObject.class, "an object");
  }

  /**
   * The elements of an array: {@link String}, {@link JsonNumber}, {@link JsonObject}, {@link List},
   * {@link Boolean}.
   */
  @SuppressWarnings("unchecked") // lists here are made by Json and hold objects
  public Optional<List<Object>> array(String name) throws JsonException {
    return (Optional<List<Object>>) (Optional<?>) member(name, List.class, "an array");
  }

  /** A string, or an array of nothing but strings, as the list of them. */
  public Optional<List<String>> strings(String name) throws JsonException {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String one) {
      return Optional.of(List.of(one));
    }
    if (!(value instanceof List<?> elements)) {
      throw wrongType(name, "a string or an array of strings");
    }
    List<String> texts = new ArrayList<>();
    for (Object element : elements) {
      if (!(element instanceof String text)) {
        throw wrongType(name, "a string or an array of strings");
      }
      texts.add(text);
    }
    return Optional.of(List.copyOf(texts));
  }

  /** Whether the member is there and is an object. */
  public boolean isObject(String name) {
    return members.get(name) instanceof JsonObject;
  }

  /** True or false; empty if it is absent. */
  public Optional<Boolean> flag(String name) throws JsonException {
    return member(name, Boolean.class, "true or false");
  }

  /** A string, or a number as it was written. */
  public Optional<String> stringOrNumber(String name) throws JsonException {
    return members.get(name) instanceof JsonNumber number
        ? Optional.of(number.text())
        : member(name, String.class, "a string or a number");
  }

  /** The member as it was read; it must be there. */
  Object value(String name) {
    return Objects.requireNonNull(members.get(name));
  }

  private <T> Optional<T> member(String name, Class<T> type, String wanted) throws JsonException {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw wrongType(name, wanted);
    }
    return Optional.of(type.cast(value));
  }

  private static JsonException wrongType(String name, String wanted) {
    return new JsonException("\"" + name + "\" is not " + wanted + ".");
  }
}
