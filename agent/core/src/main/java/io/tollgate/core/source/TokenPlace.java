package io.tollgate.core.source;

/** A place where the operator can put a license token. */
public interface TokenPlace {

  /** What to call the place in messages. */
  String name();

  /** What the place holds now. */
  PlaceContent read();
}
