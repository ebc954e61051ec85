package io.tollgate.verifier.license;

/**
 * Carries a {@link Refusal} from the place that found it to the border that reports it. Has no
 * stack trace.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(ErrorCode code, String detail) {
    super(code.code(), null, false, false);
    this.refusal = new Refusal(code, detail);
  }

  public Refusal refusal() {
    return refusal;
  }
}
