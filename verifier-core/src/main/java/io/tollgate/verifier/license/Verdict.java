package io.tollgate.verifier.license;

import java.util.Optional;

/** What a verifier says of a token. It does not know the time: {@link LicenseStatus} adds that. */
public sealed interface Verdict {

  /** The token is authentic and fits the policy. */
  record Granted(License license) implements Verdict {}

  /**
   * The token cannot be believed, or is not meant for this product.
   *
   * @param license the license, if it was verified and is refused nevertheless: it was revoked
   */
  record Refused(Refusal refusal, Optional<License> license) implements Verdict {
    /** A token of which nothing is believed. */
    public Refused(Refusal refusal) {
      this(refusal, Optional.empty());
    }
  }

  /** There is no token: the place is absent, empty or blank. */
  record Missing(Refusal refusal) implements Verdict {}
}
