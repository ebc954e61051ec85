package io.tollgate.verifier.license;

/**
 * Why a license does not count, as machines read it. The texts are fixed and part of the contract.
 */
public enum Reason {
  MALFORMED("malformed"),
  BAD_SIGNATURE("bad-signature"),
  EXPIRED("expired"),
  NOT_YET_VALID("not-yet-valid"),
  UNKNOWN_KEY("unknown-key"),
  UNTRUSTED_KEY("untrusted-key"),
  WRONG_ISSUER("wrong-issuer"),
  WRONG_AUDIENCE("wrong-audience"),
  WRONG_INSTALLATION("wrong-installation"),
  UNSUPPORTED_VERSION("unsupported-version"),
  REVOKED("revoked"),
  MISSING("missing"),
  STALE_KEYS("stale-keys"),
  CLOCK("clock");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** The lower-case, hyphenated form, for JSON and metrics. */
  public String text() {
    return text;
  }
}
