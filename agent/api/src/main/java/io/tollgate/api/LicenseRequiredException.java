package io.tollgate.api;

/**
 * A call was denied because the license does not allow it. Nothing of the called method has run.
 * The message begins with {@code Renew your license} and is fit to be shown to a user.
 */
public class LicenseRequiredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for machines. */
  private final String code;

  /** The license's state at the call. */
  private final String state;

  /** The feature that was asked for; empty if none. */
  private final String feature;

  /**
   * Made by the agent.
   *
   * @param message what is wrong and what to do
   * @param code {@code TG-AREA-NNNN}
   * @param state the license's state at the call, {@code EXPIRED} for instance
   * @param feature the feature that was asked for; empty if none
   */
  public LicenseRequiredException(String message, String code, String state, String feature) {
    super(message);
    this.code = code;
    this.state = state;
    this.feature = feature;
  }

  /** What is wrong, as {@code TG-AREA-NNNN}. */
  public String code() {
    return code;
  }

  /** The license's state at the call, {@code EXPIRED} for instance. */
  public String state() {
    return state;
  }

  /** The feature that was asked for; empty if the gate asks for none. */
  public String feature() {
    return feature;
  }
}
