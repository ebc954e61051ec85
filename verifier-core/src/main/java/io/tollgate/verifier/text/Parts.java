package io.tollgate.verifier.text;

import java.util.ArrayList;
import java.util.List;

/** A text with separators, taken apart. */
public final class Parts {
  private Parts() {}

  /** What stands before, between and after the separators: one part more than there are of them. */
  public static List<String> of(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int next = text.indexOf(separator, from);
      int to = next < 0 ? text.length() : next;
      parts.add(text.substring(from, to));
      from = to + 1;
    }
    return parts;
  }
}
