package io.tollgate.core.store;

import java.util.Optional;

/**
 * The license that was put into the store, and the one that it took the place of.
 *
 * @param revision grows with each change; 0 if there never was one
 * @param token the token as it was put there; empty if there is none
 * @param previous the token that one step back leads to
 * @param storedAt when, in ms since the epoch
 * @param storedBy who
 */
public record LicenseRow(
    long revision,
    Optional<String> token,
    Optional<String> previous,
    long storedAt,
    String storedBy) {

  /** Nobody has put a license into the store. */
  public static final LicenseRow NONE =
      new LicenseRow(0, Optional.empty(), Optional.empty(), 0, "");
}
