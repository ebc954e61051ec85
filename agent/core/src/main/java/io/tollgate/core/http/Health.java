package io.tollgate.core.http;

import io.tollgate.core.status.Facts;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Reason;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;
import java.util.Optional;

/**
 * The readiness of the application as far as its license goes, which is always: whoever takes an
 * application out of service for its license does more than its vendor asked for. Member names and
 * their spelling are those that dashboards know from other products.
 */
final class Health {
  private Health() {}

  /** {@code /health/ready}. */
  static JsonText ready(String version, Facts facts) {
    LicenseStatus status = facts.status();
    return begun(version, status)
        .put("checks", new JsonText().put("licence", check(status.kind())))
        .put("licence", licence(status));
  }

  /** {@code /health/live}: the agent answers. */
  static JsonText live(String version, Facts facts) {
    return begun(version, facts.status());
  }

  private static JsonText begun(String version, LicenseStatus status) {
    return new JsonText()
        .put("status", "ok")
        .put("version", version)
        .put("timestamp", UtcText.iso(status.asOf()));
  }

  private static String check(Kind kind) {
    return kind == Kind.LICENSED ? "ok" : kind.text();
  }

  private static JsonText licence(LicenseStatus status) {
    JsonText licence = new JsonText().put("kind", status.kind().text());
    if (status.kind() == Kind.INVALID) {
      Optional<Reason> reason =
          status.refusal().isPresent() ? status.refusal().get().code().reason() : Optional.empty();
      return reason.isPresent() ? licence.put("reason", reason.get().text()) : licence;
    }
    if (status.license().isPresent()) {
      licence.put("customerId", status.license().get().customerId());
    }
    if (status.lifecycle().isPresent()) {
      long end = status.lifecycle().get().end();
      licence
          .put("expiresAt", UtcText.iso(end))
          .put("daysUntilExpiry", UtcText.daysUntil(status.asOf(), end));
    }
    return licence;
  }
}
