package io.tollgate.cli;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A text that is, or was, a token.
 *
 * @param kind what was done to it
 * @param text one character for each byte
 * @param breaks the rule that it was made to break, of those that Tink does not have
 */
record Mutant(String kind, String text, Optional<StricterRule> breaks) {
  static Mutant of(String kind, String text) {
    return new Mutant(kind, text, Optional.empty());
  }

  static Mutant breaking(StricterRule rule, String text) {
    return new Mutant(rule.name(), text, Optional.of(rule));
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
