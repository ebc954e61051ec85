package io.tollgate.core.command.doctor;

/** How bad a finding is. */
public enum Level {
  /** As it should be. */
  OK("ok"),
  /** Good to know. */
  NOTE("note"),
  /** Works, and will not always. */
  WARN("warn"),
  /** Does not work. */
  FAIL("fail");

  private final String text;

  Level(String text) {
    this.text = text;
  }

  /** The lower-case form, for the terminal and for JSON. */
  public String text() {
    return text;
  }
}
