package io.tollgate.core.command;

import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.Printable;
import java.util.Optional;

/** A status as people read it; what is not known is left out. */
final class StatusText {
  private StatusText() {}

  static String of(LicenseStatus status, String product) {
    Columns columns = new Columns("  ");
    status.license().ifPresent(license -> putLicense(columns, license));
    status.lifecycle().ifPresent(lifecycle -> putDates(columns, lifecycle, status.asOf()));
    status.license().ifPresent(license -> putEntitlements(columns, license.entitlements()));
    StringBuilder text = new StringBuilder(Printable.text(product) + ": " + verdict(status));
    if (status.license().isPresent()) {
      text.append("\n\n").append(columns);
    }
    Optional<Refusal> refusal = status.refusal();
    if (refusal.isPresent()) {
      text.append("\n\n")
          .append(refusal.get().line())
          .append('\n')
          .append(refusal.get().code().advice());
    }
    return text.toString();
  }

  private static String verdict(LicenseStatus status) {
    return switch (status.kind()) {
          case LICENSED -> "licensed";
          case GRACE -> "expired, and open until its grace ends";
          case EVALUATION -> "not licensed, and open for evaluation";
          case INVALID -> "not licensed";
        }
        + " ("
        + status.state()
        + ")";
  }

  private static void putLicense(Columns columns, License license) {
    columns.put("Customer", license.customerId()).put("License", license.licenseId());
    license.issuer().ifPresent(issuer -> columns.put("Issuer", issuer));
    columns
        .put("Key", license.keyId() + " (" + license.algorithm() + ")")
        .put("Form", license.format().text());
    license.issuedAt().ifPresent(issued -> columns.put("Issued", UtcText.plain(issued)));
  }

  private static void putDates(Columns columns, Lifecycle lifecycle, long now) {
    if (now < lifecycle.notBefore()) {
      columns.put("Begins", when(now, lifecycle.notBefore()));
    }
    long closes = lifecycle.closesForGood();
    columns.put(now < lifecycle.end() ? "Expires" : "Expired", when(now, lifecycle.end()));
    if (closes < lifecycle.closesAt()) {
      columns.put(now < closes ? "Endorsed to" : "Endorsed until", when(now, closes));
    }
    columns.put(now < closes ? "Gates close" : "Gates closed", when(now, closes));
  }

  private static void putEntitlements(Columns columns, Entitlements entitlements) {
    entitlements.tier().ifPresent(tier -> columns.put("Tier", tier));
    if (!entitlements.features().isEmpty()) {
      columns.put("Features", String.join(", ", entitlements.features()));
    }
    entitlements.caps().forEach((cap, most) -> columns.put("Cap", cap + " " + most));
  }

  private static String when(long now, long instant) {
    return UtcText.plain(instant) + ", " + distance(UtcText.daysUntil(now, instant));
  }

  private static String distance(long days) {
    if (days == 0) {
      return "less than a day ago";
    }
    String text = Math.abs(days) == 1 ? "1 day" : Math.abs(days) + " days";
    return days > 0 ? "in " + text : text + " ago";
  }
}
