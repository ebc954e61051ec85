package io.tollgate.core.renewal;

import io.tollgate.core.status.StatusJson;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One license beside another: what differs, and what an administrator may want to think over. What
 * is absent on one side is left out there.
 *
 * @param from the present one
 * @param to the one that may come
 * @param used how many places of each metered cap are taken
 */
record Comparison(LicenseStatus from, LicenseStatus to, Map<String, Long> used) {

  /** The members {@code verdict}, {@code current}, {@code difference} and {@code warnings}. */
  JsonText json(LicenseStatus current, List<String> moreWarnings) {
    List<String> warnings = warnings();
    warnings.addAll(moreWarnings);
    return new JsonText()
        .put("verdict", StatusJson.of(to))
        .put("current", StatusJson.of(current))
        .put("difference", difference())
        .put("warnings", warnings);
  }

  private JsonText difference() {
    JsonText json = new JsonText();
    Map<String, String> before = texts(from);
    Map<String, String> after = texts(to);
    for (String name : union(before.keySet(), after.keySet())) {
      Optional<String> was = Optional.ofNullable(before.get(name));
      Optional<String> is = Optional.ofNullable(after.get(name));
      if (!was.equals(is)) {
        json.put(name, change(was, is));
      }
    }
    putInstant(json, "expiresAt", end(from), end(to));
    putInstant(json, "graceEndsAt", graceEnd(from), graceEnd(to));
    putFeatures(json);
    putCaps(json);
    return json;
  }

  private static JsonText change(Optional<String> was, Optional<String> is) {
    JsonText change = new JsonText();
    if (was.isPresent()) {
      change.put("from", was.get());
    }
    if (is.isPresent()) {
      change.put("to", is.get());
    }
    return change;
  }

  private static Map<String, String> texts(LicenseStatus status) {
    Map<String, String> texts = new TreeMap<>();
    if (status.license().isPresent()) {
      License license = status.license().get();
      texts.put("format", license.format().text());
      texts.put("algorithm", license.algorithm());
      texts.put("keyId", license.keyId());
      texts.put("licenseId", license.licenseId());
      texts.put("customerId", license.customerId());
      if (license.issuer().isPresent()) {
        texts.put("issuer", license.issuer().get());
      }
      if (license.issuedAt().isPresent()) {
        texts.put("issuedAt", UtcText.iso(license.issuedAt().getAsLong()));
      }
      if (license.entitlements().tier().isPresent()) {
        texts.put("tier", license.entitlements().tier().get());
      }
    }
    return texts;
  }

  private static Optional<Long> end(LicenseStatus status) {
    return status.lifecycle().isPresent()
        ? Optional.of(status.lifecycle().get().end())
        : Optional.empty();
  }

  private static Optional<Long> graceEnd(LicenseStatus status) {
    return status.lifecycle().isPresent()
        ? Optional.of(status.lifecycle().get().closesForGood())
        : Optional.empty();
  }

  private static void putInstant(
      JsonText json, String name, Optional<Long> was, Optional<Long> is) {
    if (was.equals(is)) {
      return;
    }
    JsonText change = change(iso(was), iso(is));
    if (was.isPresent() && is.isPresent()) {
      change.put("days", days(was.get(), is.get()));
    }
    json.put(name, change);
  }

  private static Optional<String> iso(Optional<Long> instant) {
    return instant.isPresent() ? Optional.of(UtcText.iso(instant.get())) : Optional.empty();
  }

  private void putFeatures(JsonText json) {
    List<String> added = without(features(to), features(from));
    List<String> removed = without(features(from), features(to));
    if (!added.isEmpty() || !removed.isEmpty()) {
      json.put("features", new JsonText().put("added", added).put("removed", removed));
    }
  }

  private void putCaps(JsonText json) {
    JsonText changes = new JsonText();
    boolean any = false;
    for (String cap : union(caps(from).keySet(), caps(to).keySet())) {
      Optional<Long> was = Optional.ofNullable(caps(from).get(cap));
      Optional<Long> is = Optional.ofNullable(caps(to).get(cap));
      if (!was.equals(is)) {
        any = true;
        JsonText change = new JsonText();
        if (was.isPresent()) {
          change.put("from", was.get());
        }
        if (is.isPresent()) {
          change.put("to", is.get());
        }
        changes.put(cap, change);
      }
    }
    if (any) {
      json.put("caps", changes);
    }
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (to.state() == State.EXPIRING) {
      warnings.add("It ends soon.");
    } else if (to.state() == State.GRACE) {
      warnings.add("It has ended, and only its grace is left.");
    }
    if (from.license().isPresent() && to.license().isPresent()) {
      addLosses(warnings, from.license().get(), to.license().get());
    }
    if (to.license().isPresent()) {
      addOverfull(warnings);
    }
    return warnings;
  }

  /** What a metered cap that a license does not name grants is nothing. */
  private void addOverfull(List<String> warnings) {
    for (Map.Entry<String, Long> cap : used.entrySet()) {
      long next = caps(to).getOrDefault(cap.getKey(), 0L);
      if (cap.getValue() > next) {
        warnings.add(
            "It grants "
                + next
                + " of the cap "
                + cap.getKey()
                + ", of which "
                + cap.getValue()
                + (cap.getValue() == 1 ? " is" : " are")
                + " in use: what is there stays, and nothing is added.");
      }
    }
  }

  private void addLosses(List<String> warnings, License was, License is) {
    if (!was.customerId().equals(is.customerId())) {
      warnings.add("It is for another customer than the present one.");
    }
    if (is.end() < was.end()) {
      long days = UtcText.daysUntil(is.end(), was.end());
      warnings.add("It ends before the present one, by " + days + (days == 1 ? " day." : " days."));
    }
    List<String> removed = without(features(from), features(to));
    if (!removed.isEmpty()) {
      warnings.add("It lacks features that the present one has: " + String.join(", ", removed));
    }
    for (Map.Entry<String, Long> cap : caps(from).entrySet()) {
      Long next = caps(to).get(cap.getKey());
      if (next == null) {
        warnings.add("It does not name the cap " + cap.getKey() + ".");
      } else if (next < cap.getValue()) {
        warnings.add(
            "It lowers the cap "
                + cap.getKey()
                + " from "
                + cap.getValue()
                + " to "
                + next
                + ": what is there stays, and nothing is added above it.");
      }
    }
  }

  private static List<String> features(LicenseStatus status) {
    return status.license().isPresent()
        ? status.license().get().entitlements().features()
        : List.of();
  }

  private static Map<String, Long> caps(LicenseStatus status) {
    return status.license().isPresent() ? status.license().get().entitlements().caps() : Map.of();
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }

  private static List<String> without(List<String> all, List<String> some) {
    List<String> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }

  /** How many days later something is, begun days counted as whole ones; negative if earlier. */
  private static long days(long was, long is) {
    return is < was ? -UtcText.daysUntil(is, was) : UtcText.daysUntil(was, is);
  }
}
