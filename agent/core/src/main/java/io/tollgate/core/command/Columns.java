package io.tollgate.core.command;

import io.tollgate.verifier.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** Names and what they stand for, in two columns. */
final class Columns {
  private final String indent;
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  Columns(String indent) {
    this.indent = indent;
  }

  /** Adds a line; what it says may come from a token. */
  Columns put(String name, String value) {
    names.add(Printable.text(name));
    values.add(Printable.text(value));
    return this;
  }

  /** The lines, without an end of line after the last. */
  @Override
  public String toString() {
    int widest = names.stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      text.append(i == 0 ? "" : "\n")
          .append(indent)
          .append(names.get(i))
          .append(" ".repeat(widest - names.get(i).length() + 2))
          .append(values.get(i));
    }
    return text.toString();
  }
}
