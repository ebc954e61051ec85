package io.tollgate.verifier.license;

import io.tollgate.verifier.text.ClaimPath;
import java.util.List;
import java.util.Optional;

/**
 * Where in the claims a product's own entitlements stand.
 *
 * @param tier leads to a string
 * @param features each leads to a string, an array of strings, or an object of booleans
 * @param caps each leads to a whole number, or an object of nothing but whole numbers
 */
public record EntitlementPaths(
    Optional<ClaimPath> tier, List<ClaimPath> features, List<ClaimPath> caps) {
  public static final EntitlementPaths NONE =
      new EntitlementPaths(Optional.empty(), List.of(), List.of());
}
