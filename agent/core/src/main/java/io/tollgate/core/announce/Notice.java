package io.tollgate.core.announce;

import io.tollgate.verifier.license.Printable;
import io.tollgate.verifier.text.JsonText;
import java.util.ArrayList;
import java.util.List;

/** Something to tell the operator: a headline and a few facts, for eyes or for machines. */
final class Notice {
  private final String headline;
  private final List<Fact> facts = new ArrayList<>();

  private record Fact(String label, String name, String value) {}

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
    facts.add(new Fact(label, name, Printable.text(value)));
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
      json.put(fact.name, fact.value);
    }
    return json.toString();
  }
}
