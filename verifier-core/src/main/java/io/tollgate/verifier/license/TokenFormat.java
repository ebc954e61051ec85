package io.tollgate.verifier.license;

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
}
