package io.tollgate.verifier.key;

import java.util.Optional;

/** What a trusted key may sign; a key is for one of them. */
public enum KeyUse {
  /** Licenses and denylists. */
  SIGNATURE("sig"),
  /** Endorsements of keys that come along in bundles, and nothing else. */
  ROOT("root");

  private final String text;

  KeyUse(String text) {
    this.text = text;
  }

  /** The use of that name; empty if there is none. */
  public static Optional<KeyUse> named(String text) {
    for (KeyUse use : values()) {
      if (use.text.equals(text)) {
        return Optional.of(use);
      }
    }
    return Optional.empty();
  }

  /** The value of a JWK's {@code use} (RFC 7517 §4.2; {@code root} is our own). */
  public String text() {
    return text;
  }
}
