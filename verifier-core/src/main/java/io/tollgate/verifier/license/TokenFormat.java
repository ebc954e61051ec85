package io.tollgate.verifier.license;

import java.util.Optional;

/** The forms that a license token can have. */
public enum TokenFormat {
  JWT("jwt"),
  BUNDLE("bundle"),
  LICENCE_V1("licence-v1");

  private final String text;

  TokenFormat(String text) {
    this.text = text;
  }

  /** The name in policies and in JSON. */
  public String text() {
    return text;
  }

  /** The form of that name; empty if there is none. */
  public static Optional<TokenFormat> named(String text) {
    for (TokenFormat format : values()) {
      if (format.text.equals(text)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
