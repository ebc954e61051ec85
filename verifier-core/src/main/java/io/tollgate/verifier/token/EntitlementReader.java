package io.tollgate.verifier.token;

import io.tollgate.verifier.license.EntitlementPaths;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.ClaimPath;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads tier, features and caps. What is absent is not granted; what is odd is refused. */
final class EntitlementReader {
  private EntitlementReader() {}

  static Entitlements read(JsonObject claims, EntitlementPaths paths)
      throws JsonException, RefusedException {
    if (paths.tier().isEmpty() && paths.features().isEmpty() && paths.caps().isEmpty()) {
      return Entitlements.NONE;
    }
    Set<String> features = new LinkedHashSet<>();
    for (ClaimPath path : paths.features()) {
      Optional<JsonObject> holder = path.holder(claims);
      if (holder.isPresent()) {
        addFeatures(features, holder.get(), path.name());
      }
    }
    Map<String, Long> caps = new LinkedHashMap<>();
    for (ClaimPath path : paths.caps()) {
      Optional<JsonObject> holder = path.holder(claims);
      if (holder.isPresent()) {
        addCaps(caps, holder.get(), path.name());
      }
    }
    return new Entitlements(tier(claims, paths.tier()), List.copyOf(features), caps);
  }

  private static Optional<String> tier(JsonObject claims, Optional<ClaimPath> path)
      throws JsonException {
    Optional<JsonObject> holder = path.isPresent() ? path.get().holder(claims) : Optional.empty();
    return holder.isPresent() ? holder.get().string(path.get().name()) : Optional.empty();
  }

  private static void addFeatures(Set<String> features, JsonObject holder, String name)
      throws JsonException, RefusedException {
    List<String> names = new ArrayList<>();
    if (holder.isObject(name)) {
      JsonObject flags = holder.object(name).orElseThrow();
      for (String flag : flags.names()) {
        if (flags.flag(flag).orElseThrow()) {
          names.add(flag);
        }
      }
    } else {
      names.addAll(holder.strings(name).orElseThrow());
    }
    for (String feature : names) {
      if (feature.isBlank()) {
        throw SignedClaims.wrongValue("A feature in \"" + name + "\" is blank.");
      }
      features.add(feature);
    }
  }

  private static void addCaps(Map<String, Long> caps, JsonObject holder, String name)
      throws JsonException, RefusedException {
    if (!holder.isObject(name)) {
      addCap(caps, holder, name);
      return;
    }
    JsonObject limits = holder.object(name).orElseThrow();
    for (String cap : limits.names()) {
      addCap(caps, limits, cap);
    }
  }

  private static void addCap(Map<String, Long> caps, JsonObject holder, String name)
      throws JsonException, RefusedException {
    OptionalLong limit = holder.number(name).orElseThrow().whole(JsonNumber.MOST_SAFE);
    if (limit.isEmpty()) {
      throw SignedClaims.wrongValue(
          "The cap \"" + name + "\" is no whole number between 0 and 2^53 - 1.");
    }
    if (caps.put(name, limit.getAsLong()) != null) {
      throw SignedClaims.wrongValue("The cap \"" + name + "\" stands in two places.");
    }
  }
}
