package io.tollgate.core.gate;

import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statuses for tests of those who are told one. */
public final class Statuses {
  private Statuses() {}

  /** Of a license that counts and has these caps. */
  public static LicenseStatus withCaps(Map<String, Long> caps) {
    return RealGate.licensed(List.of(), caps);
  }

  /** Of a license that has ended. */
  public static LicenseStatus expired() {
    return RealGate.EXPIRED;
  }

  /** Of a product that runs without a license, as its vendor lets it. */
  public static LicenseStatus evaluation() {
    return new LicenseStatus(
        State.MISSING,
        Kind.EVALUATION,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }
}
