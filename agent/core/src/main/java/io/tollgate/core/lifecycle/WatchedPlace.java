package io.tollgate.core.lifecycle;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.text.Sha256;
import java.util.Optional;

/** A place and what was last found there. Keeps a hash of the token, never the token. */
final class WatchedPlace {
  private final TokenPlace place;
  private Optional<String> hash = Optional.empty();
  private Verdict verdict;

  /** A place that is read once, now. */
  WatchedPlace(TokenPlace place, Verifier verifier) {
    this.place = place;
    PlaceContent content = place.read();
    this.hash = hashOf(content);
    this.verdict = judge(content, verifier);
  }

  String name() {
    return place.name();
  }

  boolean isDecided() {
    return place.isDecided();
  }

  Verdict verdict() {
    return verdict;
  }

  /** The SHA-256 of what was found, in hexadecimal; empty if nothing was. */
  Optional<String> hash() {
    return hash;
  }

  /** Reads the place, and nothing more. */
  PlaceContent read() {
    return place.read();
  }

  /**
   * Verifies what was read if it is not what was there before. True if the verdict is another.
   *
   * @param anew whether to verify it all the same
   */
  boolean take(PlaceContent content, Verifier verifier, boolean anew) {
    Optional<String> hashNow = hashOf(content);
    if (!anew && hashNow.isPresent() && hashNow.equals(hash)) {
      return false;
    }
    Verdict before = verdict;
    hash = hashNow;
    verdict = judge(content, verifier);
    return !verdict.equals(before);
  }

  private Verdict judge(PlaceContent content, Verifier verifier) {
    if (content instanceof PlaceContent.Found found) {
      return verifier.verify(found.bytes(), place.name());
    }
    return content instanceof PlaceContent.Failed failed
        ? new Verdict.Refused(failed.refusal())
        : Verifier.missing("It was looked for in " + place.name() + ".");
  }

  private static Optional<String> hashOf(PlaceContent content) {
    return content instanceof PlaceContent.Found found
        ? Optional.of(Sha256.hex(found.bytes()))
        : Optional.empty();
  }
}
