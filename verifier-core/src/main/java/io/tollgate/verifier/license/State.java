package io.tollgate.verifier.license;

/** Where a license stands at one instant. */
public enum State {
  /** Licensed, the end is far. */
  VALID(true),
  /** Licensed, inside the warning window. */
  EXPIRING(true),
  /** Past the end, inside the grace window. */
  GRACE(true),
  /** Past the grace window. */
  EXPIRED(false),
  /** Before the license's first instant. */
  NOT_YET_VALID(false),
  /** No token anywhere. */
  MISSING(false),
  /** A token that cannot be believed. */
  INVALID(false);

  private final boolean open;

  State(boolean open) {
    this.open = open;
  }

  /** Whether gates are open in this state; an evaluation may open them in {@link #MISSING} too. */
  public boolean opensGates() {
    return open;
  }
}
