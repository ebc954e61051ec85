package io.tollgate.core.announce;

import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** Something to tell the operator: a headline and a few facts, for eyes or for machines. */
final class Notice {
  private final String headline;
  private final List<Fact> facts = new ArrayList<>();

  private record Fact(String label, String value, String name, String json) {}

  Notice(String headline) {
    this.headline = Printable.text(headline);
  }

  /**
   * Adds a fact.
   *
   * @param label for eyes
   * @param name for machines
   */
  Notice add(String label, String name, String value) {
    return add(label, name, value, value);
  }

  /** Adds a fact that eyes and machines read differently. */
  Notice add(String label, String name, String value, String json) {
    facts.add(new Fact(label, Printable.text(value), name, Printable.text(json)));
    return this;
  }

  /** A headline and a line for each fact. */
  String block() {
    StringBuilder text = new StringBuilder("Tollgate: ").append(headline);
    for (Fact fact : facts) {
      text.append("\n  ").append(fact.label).append(':');
      for (int i = fact.label.length(); i < 12; i++) {
        text.append(' ');
      }
      text.append(fact.value);
    }
    return text.toString();
  }

  /** All on one line. */
  String line() {
    StringBuilder text = new StringBuilder("Tollgate: ").append(headline);
    for (Fact fact : facts) {
      text.append(" | ").append(fact.label).append(": ").append(fact.value);
    }
    return text.toString();
  }

  /** A JSON object on one line. */
  String json() {
    JsonText json = new JsonText().put("logger", "tollgate").put("message", headline);
    for (Fact fact : facts) {
      json.put(fact.name, fact.json);
    }
    return json.toString();
  }
}
