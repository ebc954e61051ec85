package io.tollgate.verifier.policy;

import io.tollgate.verifier.text.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the key of a metered call stands: an argument, counted from 0, or a property of it, {@code
 * 0.customer.id}.
 *
 * @param argument counted from 0
 * @param properties each read from what the one before gave; empty for the argument itself
 */
public record KeyPath(int argument, List<String> properties) {
  /** The JVM passes no more (JVMS §4.3.3). */
  private static final int MOST_ARGUMENTS = 255;

  public KeyPath {
    properties = List.copyOf(properties);
  }

  /** The path; empty if this is none. */
  static Optional<KeyPath> parse(String text) {
    List<String> parts = Parts.of(text, '.');
    List<String> properties = new ArrayList<>();
    for (String part : parts.subList(1, parts.size())) {
      if (!isName(part)) {
        return Optional.empty();
      }
      properties.add(part);
    }
    int argument = number(parts.get(0));
    return argument < 0 || argument >= MOST_ARGUMENTS
        ? Optional.empty()
        : Optional.of(new KeyPath(argument, properties));
  }

  private static int number(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static boolean isName(String text) {
    if (text.isEmpty() || !Character.isJavaIdentifierStart(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (!Character.isJavaIdentifierPart(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
