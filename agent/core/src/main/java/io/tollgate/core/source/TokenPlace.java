package io.tollgate.core.source;

/** A place where the operator can put a license token. */
public interface TokenPlace {

  /** What to call the place in messages. */
  String name();

  /** What the place holds now. */
  PlaceContent read();

  /**
   * Whether administrators decide what lies here, each time with knowledge of what lay here before.
   * Then a license that is taken from here is given up as soon as another from here opens the
   * gates, be it one that was issued earlier.
   */
  default boolean isDecided() {
    return false;
  }
}
