package io.tollgate.core.store;

/**
 * Whether a key may use a cap.
 *
 * @param used how many keys the cap has now
 */
public record Admission(Outcome outcome, long used) {

  /** What was found. */
  public enum Outcome {
    /** The key needs no place: it has calls left that are free. */
    FREE,
    /** The key was let in just now. */
    NEW,
    /** The key was let in before, and counts once. */
    KNOWN,
    /** The key is not there, and there is no room for it. */
    FULL
  }
}
