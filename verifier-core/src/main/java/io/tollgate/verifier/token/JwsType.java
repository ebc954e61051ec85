package io.tollgate.verifier.token;

import java.util.Locale;
import java.util.Optional;

/**
 * What a JWS is for. The same key may sign several kinds of document, and none may pass for another
 * (RFC 8725 §3.11): an endorsement must say what it is; a license cannot be read as a denylist, nor
 * the other way around, because neither has the members of the other.
 */
public enum JwsType {
  LICENSE("jwt"),
  ENDORSEMENT("key-endorsement+jwt"),
  DENYLIST("denylist+jwt");

  private static final String MEDIA = "application/";

  private final String typ;

  JwsType(String typ) {
    this.typ = typ;
  }

  /** The header's {@code typ}, in lower case and without {@code application/}. */
  public String typ() {
    return typ;
  }

  /** Whether a header with this {@code typ} may belong to such a document. */
  boolean takes(Optional<String> header) {
    if (header.isEmpty()) {
      return this != ENDORSEMENT;
    }
    String lower = header.get().toLowerCase(Locale.ROOT);
    // "application/" may be left out of a typ and means the same (RFC 7515 §4.1.9).
    String name = lower.startsWith(MEDIA) ? lower.substring(MEDIA.length()) : lower;
    // Many JWT libraries write "JWT" into whatever they sign.
    return name.equals(typ) || (this == DENYLIST && name.equals(LICENSE.typ));
  }
}
