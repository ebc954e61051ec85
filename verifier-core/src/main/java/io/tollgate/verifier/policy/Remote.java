package io.tollgate.verifier.policy;

import io.tollgate.verifier.license.Window;
import java.util.Optional;

/**
 * What a running product fetches from its vendor, and how long it does without.
 *
 * @param keysUrl where the vendor publishes keys as a JWKS; the policy's own are only for the time
 *     before they were fetched first
 * @param keysRefresh how often they are fetched
 * @param keysCooldown how long at least between two fetches, whatever asks for them
 * @param denylistUrl where the vendor publishes the list of revoked licenses
 * @param offlineGrace how long keys or denylist may be out of reach before gates close
 * @param offlineHardStop how long before starts are refused
 */
public record Remote(
    Optional<String> keysUrl,
    Window keysRefresh,
    Window keysCooldown,
    Optional<String> denylistUrl,
    Window offlineGrace,
    Window offlineHardStop) {
  /** Nothing is fetched. */
  public static final Remote NONE =
      new Remote(
          Optional.empty(), Window.NONE, Window.NONE, Optional.empty(), Window.NONE, Window.NONE);

  /** Whether there is anything to fetch. */
  public boolean fetches() {
    return keysUrl.isPresent() || denylistUrl.isPresent();
  }
}
