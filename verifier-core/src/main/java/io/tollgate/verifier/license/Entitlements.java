package io.tollgate.verifier.license;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a license grants beyond its time, read from where the policy says.
 *
 * @param tier the edition, say
 * @param features the names of what is unlocked
 * @param caps how much of each thing, none negative, in the order of the token
 */
public record Entitlements(Optional<String> tier, List<String> features, Map<String, Long> caps) {
  public static final Entitlements NONE = new Entitlements(Optional.empty(), List.of(), Map.of());

  public Entitlements {
    features = List.copyOf(features);
    caps = Collections.unmodifiableMap(new LinkedHashMap<>(caps));
  }
}
