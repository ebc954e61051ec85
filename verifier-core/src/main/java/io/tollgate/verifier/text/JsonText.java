package io.tollgate.verifier.text;

import java.util.List;

/** Writes one JSON object on one line, members in the order in which they are put. */
public final class JsonText {
  private final StringBuilder text = new StringBuilder("{");

  /** Puts a string. */
  public JsonText put(String name, String value) {
    quote(member(name), value);
    return this;
  }

  /** Puts a whole number. */
  public JsonText put(String name, long value) {
    member(name).append(value);
    return this;
  }

  /** Puts true or false. */
  public JsonText put(String name, boolean value) {
    member(name).append(value);
    return this;
  }

  /** Puts an array of strings. */
  public JsonText put(String name, List<String> values) {
    append(member(name), values);
    return this;
  }

  /** Puts an object; its writer is not to be used any more. */
  public JsonText put(String name, JsonText object) {
    member(name).append(object);
    return this;
  }

  /** Puts an object that was read, as it was read. */
  public JsonText put(String name, JsonObject value) {
    append(member(name), value);
    return this;
  }

  /** Puts one member of an object that was read, under another name. */
  public JsonText put(String name, JsonObject holder, String memberName) {
    append(member(name), holder.value(memberName));
    return this;
  }

  /** Puts an array of objects. */
  public JsonText putObjects(String name, List<JsonText> objects) {
    member(name).append('[');
    String separator = "";
    for (JsonText object : objects) {
      text.append(separator).append(object.text).append('}');
      separator = ",";
    }
    text.append(']');
    return this;
  }

  /** One member of an object that was read, by itself. */
  public static String ofMember(JsonObject holder, String memberName) {
    StringBuilder value = new StringBuilder();
    append(value, holder.value(memberName));
    return value.toString();
  }

  /** The object; the writer is not to be used any more. */
  @Override
  public String toString() {
    return text + "}";
  }

  private static void append(StringBuilder text, Object value) {
    if (value instanceof JsonObject object) {
      text.append('{');
      String separator = "";
      for (String name : object.names()) {
        quote(text.append(separator), name).append(':');
        append(text, object.value(name));
        separator = ",";
      }
      text.append('}');
    } else if (value instanceof List<?> elements) {
      text.append('[');
      String separator = "";
      for (Object element : elements) {
        append(text.append(separator), element);
        separator = ",";
      }
      text.append(']');
    } else if (value instanceof String string) {
      quote(text, string);
    } else if (value instanceof JsonNumber number) {
      text.append(number.text());
    } else if (value instanceof Json.Null) {
      text.append("null");
    } else {
      text.append(value);
    }
  }

  private StringBuilder member(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    return quote(text, name).append(':');
  }

  private static StringBuilder quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c == '\n') {
        // The short form has one text; the hexadecimal one has two, by the case of its digits.
        text.append("\\n");
      } else if (!Printable.isPlain(c)) {
        String hex = Integer.toHexString(c);
        text.append("\\u").append("0000", hex.length(), 4).append(hex);
      } else {
        text.append(c);
      }
    }
    return text.append('"');
  }
}
