package io.tollgate.core.gate;

import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/** What {@code io.tollgate.api.License} shows, in types of the JDK: the host knows no others. */
final class LicenseFacts {
  private LicenseFacts() {}

  /**
   * Of a status.
   *
   * @param closed why all gates are closed; empty if they are not
   * @param used how much stands under each cap
   */
  static Map<String, Object> of(
      Optional<LicenseStatus> status, Optional<Refusal> closed, Map<String, Long> used) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("kind", status.isPresent() ? status.get().kind().text() : Kind.INVALID.text());
    facts.put("state", (status.isPresent() ? status.get().state() : State.MISSING).name());
    if (closed.isPresent()) {
      facts.put("code", closed.get().code().code());
    }
    if (status.isPresent() && status.get().license().isPresent()) {
      put(facts, status.get().license().get());
      if (status.get().lifecycle().isPresent()) {
        facts.put("expiresAt", status.get().lifecycle().get().end());
        facts.put("graceEndsAt", status.get().lifecycle().get().closesAt());
      }
    }
    facts.put("used", used);
    return facts;
  }

  private static void put(Map<String, Object> facts, License license) {
    facts.put("licenseId", license.licenseId());
    facts.put("customerId", license.customerId());
    if (license.entitlements().tier().isPresent()) {
      facts.put("tier", license.entitlements().tier().get());
    }
    facts.put("features", new LinkedHashSet<>(license.entitlements().features()));
    facts.put("caps", license.entitlements().caps());
  }
}
