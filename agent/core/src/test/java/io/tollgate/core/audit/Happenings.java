package io.tollgate.core.audit;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.TokenFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** Things that could happen to a license. */
final class Happenings {
  private Happenings() {}

  /** A license of that id rules. */
  static LicenseEvent renewed(String licenseId) {
    return new LicenseEvent.Changed(Action.RENEWED, valid(licenseId));
  }

  /** A token is not taken, and that license stays. */
  static LicenseEvent rejected(String licenseId, String detail) {
    return new LicenseEvent.Problem(
        Action.REJECTED, valid(licenseId), new Refusal(ErrorCode.TOKEN_SIGNATURE, detail));
  }

  /** There never was a license. */
  static LicenseEvent missing() {
    return new LicenseEvent.Changed(
        Action.REJECTED,
        new LicenseStatus(
            State.MISSING,
            Kind.INVALID,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Refusal(ErrorCode.LICENSE_MISSING, "")),
            Optional.empty(),
            0));
  }

  static LicenseStatus valid(String licenseId) {
    License license =
        new License(
            TokenFormat.JWT,
            "ES256",
            "k1",
            licenseId,
            "Acme",
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            4_000_000_000_000L,
            OptionalLong.empty(),
            License.Terms.NONE,
            Entitlements.NONE);
    return new LicenseStatus(
        State.VALID,
        Kind.LICENSED,
        true,
        Optional.of(license),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }
}
