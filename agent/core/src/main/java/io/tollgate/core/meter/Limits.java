package io.tollgate.core.meter;

import io.tollgate.verifier.license.LicenseStatus;
import java.util.Map;

/** How much the license that rules now allows. Safe for use by several threads. */
final class Limits {
  /** The license does not name the cap. */
  static final long NONE = -1;

  private volatile Map<String, Long> caps = Map.of();
  private volatile boolean unlimited;

  /** An evaluation has no caps: there is no license that could name them. */
  void take(LicenseStatus status) {
    caps =
        status.license().isPresent()
            ? status.license().get().entitlements().caps()
            : Map.<String, Long>of();
    unlimited = status.opensGates() && status.license().isEmpty();
  }

  /** Whether there are none: it is an evaluation. */
  boolean areNone() {
    return unlimited;
  }

  /** How many keys may have a place under a cap; {@link #NONE} if it is not licensed at all. */
  long of(String cap) {
    return unlimited ? Long.MAX_VALUE : caps.getOrDefault(cap, NONE);
  }
}
