package io.tollgate.core.status;

import io.tollgate.core.meter.CapUse;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A status as one JSON object; what is not known is left out. */
public final class StatusJson {
  private static final long MILLIS = 1_000;

  /** The members that the flattened form has of its own. */
  private static final List<String> TAKEN =
      List.of(
          "kind",
          "state",
          "reason",
          "code",
          "message",
          "format",
          "algorithm",
          "keyId",
          "licenseId",
          "customerId",
          "issuer",
          "issuedAt",
          "expiresAt",
          "graceEndsAt",
          "daysUntilExpiry",
          "tier",
          "features",
          "caps",
          "product",
          "open",
          "exp",
          "nextTransitionAt",
          "lastVerifiedAt",
          "gatesWoven",
          "used",
          "fullAt",
          "denied",
          "observed",
          "observes",
          "gates",
          "notGated",
          "agents",
          "attach",
          "rejected",
          "tokenSha256",
          "installationId",
          "store",
          "vendorReachedAt",
          "clockBehindMs",
          "asOf",
          "writtenAt",
          "ageSeconds");

  private StatusJson() {}

  /** The object; more may be put into it. */
  public static JsonText of(LicenseStatus status) {
    JsonText json =
        new JsonText().put("kind", status.kind().text()).put("state", status.state().name());
    if (status.refusal().isPresent()) {
      ErrorCode code = status.refusal().get().code();
      if (code.reason().isPresent()) {
        json.put("reason", code.reason().get().text());
      }
      json.put("code", code.code()).put("message", status.refusal().get().message());
    }
    if (status.license().isPresent()) {
      putLicense(json, status.license().get());
    }
    if (status.lifecycle().isPresent()) {
      long end = status.lifecycle().get().end();
      json.put("expiresAt", UtcText.iso(end))
          .put("graceEndsAt", UtcText.iso(status.lifecycle().get().closesForGood()))
          .put("daysUntilExpiry", UtcText.daysUntil(status.asOf(), end));
    }
    if (status.license().isPresent()) {
      putEntitlements(json, status.license().get().entitlements());
    }
    return json;
  }

  /**
   * What {@code status} and {@code /license/status} show: the status flattened, with {@code exp} in
   * seconds since the epoch, each cap by its own name, and what gates did.
   */
  public static JsonText of(Facts facts) {
    LicenseStatus status = facts.status();
    JsonText json = of(status).put("product", facts.product()).put("open", status.opensGates());
    if (status.lifecycle().isPresent()) {
      json.put("exp", status.lifecycle().get().end() / MILLIS);
    }
    if (status.license().isPresent()) {
      putCaps(json, status.license().get().entitlements());
    }
    long next = facts.nextTransition();
    if (next != Lifecycle.NEVER) {
      json.put("nextTransitionAt", UtcText.iso(next));
    }
    putUse(json, facts.caps());
    json.put("lastVerifiedAt", UtcText.iso(facts.lastVerified()))
        .put("gatesWoven", facts.gatesWoven())
        .put("denied", counts(facts.denied()))
        .put("rejected", counts(facts.rejected()));
    if (facts.gates().observes()) {
      json.put("observes", true).put("observed", counts(facts.observed()));
    }
    if (facts.tokenHash().isPresent()) {
      json.put("tokenSha256", facts.tokenHash().get());
    }
    if (facts.installation().isPresent()) {
      json.put("installationId", facts.installation().get());
    }
    if (facts.store().isPresent()) {
      json.put("store", store(facts.store().get()));
    }
    if (facts.offlineSince().isPresent()) {
      json.put("vendorReachedAt", UtcText.iso(facts.offlineSince().get()));
    }
    if (facts.clockBehind() > 0) {
      json.put("clockBehindMs", facts.clockBehind());
    }
    return json;
  }

  /** The same, with each gate, what could not be gated, and who else may change classes. */
  public static JsonText withGates(Facts facts) {
    JsonText json = of(facts);
    List<JsonText> lines = new ArrayList<>();
    for (GateReport.Line line : facts.gates().lines()) {
      JsonText gate = new JsonText().put("class", line.className()).put("method", line.method());
      if (!line.feature().isEmpty()) {
        gate.put("feature", line.feature());
      }
      lines.add(gate.put("denied", line.denied()));
    }
    json.putObjects("gates", lines);
    if (!facts.gates().notGated().isEmpty()) {
      json.put("notGated", facts.gates().notGated());
    }
    Optional<GateReport.Neighbors> neighbors = facts.gates().neighbors();
    if (neighbors.isPresent()) {
      json.put("agents", neighbors.get().agents()).put("attach", neighbors.get().attach());
    }
    return json;
  }

  /** A cap whose name is taken keeps its place in {@code caps} only. */
  private static void putCaps(JsonText json, Entitlements entitlements) {
    for (Map.Entry<String, Long> cap : entitlements.caps().entrySet()) {
      if (!TAKEN.contains(cap.getKey())) {
        json.put(cap.getKey(), cap.getValue());
      }
    }
  }

  /** How much of each metered cap is used, and when it will be full, where that can be told. */
  private static void putUse(JsonText json, List<CapUse> caps) {
    JsonText used = new JsonText();
    JsonText fullAt = new JsonText();
    boolean ends = false;
    for (CapUse cap : caps) {
      used.put(cap.cap(), cap.used());
      if (cap.fullAt().isPresent()) {
        fullAt.put(cap.cap(), UtcText.iso(cap.fullAt().getAsLong()));
        ends = true;
      }
    }
    if (!caps.isEmpty()) {
      json.put("used", used);
    }
    if (ends) {
      json.put("fullAt", fullAt);
    }
  }

  private static JsonText store(StoreState store) {
    JsonText json = new JsonText().put("at", store.at());
    if (store.reach().isPresent()) {
      json.put("reached", store.reach().get().is())
          .put("since", UtcText.iso(store.reach().get().since()));
    }
    return json;
  }

  private static JsonText counts(Map<String, Long> counts) {
    JsonText json = new JsonText();
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.put(count.getKey(), count.getValue());
    }
    return json;
  }

  private static void putLicense(JsonText json, License license) {
    json.put("format", license.format().text())
        .put("algorithm", license.algorithm())
        .put("keyId", license.keyId())
        .put("licenseId", license.licenseId())
        .put("customerId", license.customerId());
    if (license.issuer().isPresent()) {
      json.put("issuer", license.issuer().get());
    }
    if (license.issuedAt().isPresent()) {
      json.put("issuedAt", UtcText.iso(license.issuedAt().getAsLong()));
    }
  }

  private static void putEntitlements(JsonText json, Entitlements entitlements) {
    if (entitlements.tier().isPresent()) {
      json.put("tier", entitlements.tier().get());
    }
    if (!entitlements.features().isEmpty()) {
      json.put("features", entitlements.features());
    }
    if (!entitlements.caps().isEmpty()) {
      JsonText caps = new JsonText();
      for (Map.Entry<String, Long> cap : entitlements.caps().entrySet()) {
        caps.put(cap.getKey(), cap.getValue());
      }
      json.put("caps", caps);
    }
  }
}
