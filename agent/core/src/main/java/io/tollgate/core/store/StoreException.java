package io.tollgate.core.store;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;

/** The store did not do what it was asked for, and says why. Has no stack trace. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public StoreException(ErrorCode code, String detail) {
    super(code.code(), null, false, false);
    this.refusal = new Refusal(code, detail);
  }

  /** What is wrong, fit for a log: without password and without tokens. */
  public Refusal refusal() {
    return refusal;
  }
}
