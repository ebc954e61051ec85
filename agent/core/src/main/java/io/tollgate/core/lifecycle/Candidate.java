package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import java.util.Optional;

/**
 * What would become of a token, had somebody put it where administrators do.
 *
 * @param fate what would
 * @param status where the candidate stands by itself; after a step back, what would rule
 * @param current where the present license stands
 * @param why what speaks against it; empty if nothing does
 */
public record Candidate(
    Fate fate, LicenseStatus status, LicenseStatus current, Optional<Refusal> why) {

  /** What would become of it. */
  public enum Fate {
    /** Rules at once. */
    REPLACES,
    /** Is the license that rules. */
    RULES,
    /** Has not begun, and rules from its beginning on. */
    WAITS,
    /** Nothing changes but that another that waited, or counts no more, is taken back. */
    WITHDRAWS,
    /** Is a license, and does not rule. */
    STANDS_BACK,
    /** Cannot be believed, or is not meant for this product. */
    FAILS
  }
}
