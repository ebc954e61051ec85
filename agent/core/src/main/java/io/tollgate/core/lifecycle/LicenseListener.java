package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;

/** Is told what becomes of the license. Called by one thread at a time; must not throw. */
public interface LicenseListener {

  /** The state, the license, or the reason why there is none, is now another. */
  void changed(LicenseStatus status);

  /**
   * A place holds something that does not replace the present license. Told once for each content.
   */
  void rejected(Refusal refusal);

  /** The denylist cannot be read or believed. Told once for each problem. */
  default void denylistProblem(Refusal refusal) {}
}
