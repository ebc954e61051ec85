package io.tollgate.verifier.license;

/** What a start does when the license does not allow it. */
public enum OnProblem {
  /** Print the error and exit with status 78 before {@code main}. */
  HALT("halt"),
  /** Start with closed gates. */
  GATE("gate"),
  /** Start with open gates as an evaluation; only for a missing token. */
  EVALUATE("evaluate");

  private final String text;

  OnProblem(String text) {
    this.text = text;
  }

  /** The name in policies. */
  public String text() {
    return text;
  }
}
