package io.tollgate.verifier.license;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a verified token grants. Every value here stood under a valid signature of a trusted key.
 *
 * @param format the form that the token had
 * @param algorithm the key's algorithm, as JOSE names it
 * @param keyId the key's {@code kid}, or its RFC 7638 thumbprint when it has none
 * @param licenseId the token's own id, or {@code sha256:} and the hash of the signed bytes when the
 *     token has none. Never derived from the signature: beside (r, s), (r, n - s) is a valid ECDSA
 *     signature too.
 * @param customerId {@code sub}, or the customer id of a licence-v1
 * @param issuer {@code iss}
 * @param issuedAt {@code iat}, ms since the epoch
 * @param notBefore the first instant at which the license counts, ms since the epoch
 * @param end the first instant at which the license has expired, ms since the epoch (RFC 7519
 *     §4.1.4)
 * @param keyTrustedUntil the first instant at which the key that signed it is trusted no more, ms
 *     since the epoch; empty for a key that the policy itself trusts
 * @param terms the windows that the token itself carries; they rule over the policy's
 * @param entitlements tier, features and caps
 */
public record License(
    TokenFormat format,
    String algorithm,
    String keyId,
    String licenseId,
    String customerId,
    Optional<String> issuer,
    OptionalLong issuedAt,
    OptionalLong notBefore,
    long end,
    OptionalLong keyTrustedUntil,
    Terms terms,
    Entitlements entitlements) {

  /**
   * The signed {@code tollgate} claim: windows and end mode that a vendor grants to one customer.
   */
  public record Terms(
      Optional<Window> warn, Optional<Window> grace, Optional<OnProblem> onExpired) {
    public static final Terms NONE =
        new Terms(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
