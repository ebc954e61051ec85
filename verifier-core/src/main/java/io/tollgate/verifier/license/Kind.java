package io.tollgate.verifier.license;

/** A state as machines see it: four words that alerts and dashboards can rely on. */
public enum Kind {
  LICENSED("licensed"),
  GRACE("grace"),
  EVALUATION("evaluation"),
  INVALID("invalid");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  /** The lower-case form, for JSON. */
  public String text() {
    return text;
  }
}
