package io.tollgate.core.lifecycle;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.text.Sha256;
import java.util.Optional;

/** A place and what was last found there. Keeps a hash of the token, never the token. */
final class WatchedPlace {
  private final TokenPlace place;
  private final Verifier verifier;
  private Optional<String> hash = Optional.empty();
  private Verdict verdict;

  WatchedPlace(TokenPlace place, Verifier verifier) {
    this.place = place;
    this.verifier = verifier;
    this.verdict = nothing();
  }

  String name() {
    return place.name();
  }

  Verdict verdict() {
    return verdict;
  }

  Optional<License> license() {
    return verdict instanceof Verdict.Granted granted
        ? Optional.of(granted.license())
        : Optional.empty();
  }

  /**
   * Reads the place; verifies what is there if it is not what was there before. True if the verdict
   * is another.
   */
  boolean reread() {
    PlaceContent content = place.read();
    Verdict before = verdict;
    if (content instanceof PlaceContent.Found found) {
      Optional<String> now = Optional.of(Sha256.hex(found.bytes()));
      if (now.equals(hash)) {
        return false;
      }
      hash = now;
      verdict = verifier.verify(found.bytes(), place.name());
    } else {
      hash = Optional.empty();
      verdict =
          content instanceof PlaceContent.Failed failed
              ? new Verdict.Refused(failed.refusal())
              : nothing();
    }
    return !verdict.equals(before);
  }

  /** Forgets the content, so that the next {@link #reread} verifies it anew. */
  void forget() {
    hash = Optional.empty();
  }

  private Verdict nothing() {
    return Verifier.missing("It was looked for in " + place.name() + ".");
  }
}
