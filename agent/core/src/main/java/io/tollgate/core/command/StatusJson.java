package io.tollgate.core.command;

import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;

/** A status as one JSON object; what is not known is left out. */
final class StatusJson {
  private StatusJson() {}

  static String of(LicenseStatus status) {
    JsonText json =
        new JsonText().put("kind", status.kind().text()).put("state", status.state().name());
    if (status.refusal().isPresent()) {
      ErrorCode code = status.refusal().get().code();
      code.reason().ifPresent(reason -> json.put("reason", reason.text()));
      json.put("code", code.code()).put("message", status.refusal().get().message());
    }
    status.license().ifPresent(license -> putLicense(json, license));
    status
        .lifecycle()
        .ifPresent(
            lifecycle ->
                json.put("expiresAt", UtcText.iso(lifecycle.end()))
                    .put("graceEndsAt", UtcText.iso(lifecycle.closesForGood()))
                    .put("daysUntilExpiry", UtcText.daysUntil(status.asOf(), lifecycle.end())));
    status.license().ifPresent(license -> putEntitlements(json, license.entitlements()));
    return json.toString();
  }

  private static void putEntitlements(JsonText json, Entitlements entitlements) {
    entitlements.tier().ifPresent(tier -> json.put("tier", tier));
    if (!entitlements.features().isEmpty()) {
      json.put("features", entitlements.features());
    }
    if (!entitlements.caps().isEmpty()) {
      JsonText caps = new JsonText();
      entitlements.caps().forEach(caps::put);
      json.put("caps", caps);
    }
  }

  private static void putLicense(JsonText json, License license) {
    json.put("format", license.format().text())
        .put("algorithm", license.algorithm())
        .put("keyId", license.keyId())
        .put("licenseId", license.licenseId())
        .put("customerId", license.customerId());
    license.issuer().ifPresent(issuer -> json.put("issuer", issuer));
    license.issuedAt().ifPresent(issuedAt -> json.put("issuedAt", UtcText.iso(issuedAt)));
  }
}
