package io.tollgate.verifier.license;

/** What a verifier says of a token. It does not know the time: {@link LicenseStatus} adds that. */
public sealed interface Verdict {

  /** The token is authentic and fits the policy. */
  record Granted(License license) implements Verdict {}

  /** The token cannot be believed, or is not meant for this product. */
  record Refused(Refusal refusal) implements Verdict {}

  /** There is no token: the place is absent, empty or blank. */
  record Missing(Refusal refusal) implements Verdict {}
}
