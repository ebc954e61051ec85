package io.tollgate.cli;

/** What a key is for: the {@code use} of its JWK (RFC 7517 §4.2). */
enum KeyUse {
  /** Signs licenses and denylists. */
  SIGNATURE("sig"),
  /** Signs endorsements of other keys and nothing else. */
  ROOT("root");

  private final String text;

  KeyUse(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
