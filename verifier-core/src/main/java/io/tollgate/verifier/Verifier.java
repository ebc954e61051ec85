package io.tollgate.verifier;

import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.token.CompactJws;
import io.tollgate.verifier.token.JwtClaims;
import io.tollgate.verifier.token.TokenText;

/**
 * Judges license tokens by a vendor's policy. The order is form, key, signature, then everything
 * else: nothing in a token is believed before its signature. Safe for use by several threads.
 */
public final class Verifier {
  private final Policy policy;

  public Verifier(Policy policy) {
    this.policy = policy;
  }

  /**
   * Judges what was found at a place.
   *
   * @param content the bytes of the file or the environment variable
   * @param place what to call the place in messages
   */
  public Verdict verify(byte[] content, String place) {
    try {
      String text = TokenText.of(content);
      if (text.isEmpty()) {
        return missing("It was looked for in " + place + ", which is empty.");
      }
      CompactJws jws = CompactJws.parse(text);
      TrustedKey signer = jws.signer(policy.keys());
      JwtClaims claims = JwtClaims.read(jws, signer);
      checkIssuer(claims);
      checkAudience(claims);
      return new Verdict.Granted(claims.license());
    } catch (RefusedException e) {
      Refusal refusal = e.refusal();
      String where = "It was read from " + place + ".";
      String detail = refusal.detail().isEmpty() ? where : refusal.detail() + " " + where;
      return new Verdict.Refused(new Refusal(refusal.code(), detail));
    }
  }

  /** The verdict when there is nothing at any place. */
  public static Verdict missing(String detail) {
    return new Verdict.Missing(new Refusal(ErrorCode.LICENSE_MISSING, detail));
  }

  private void checkIssuer(JwtClaims claims) throws RefusedException {
    if (policy.issuer().isPresent() && !policy.issuer().equals(claims.license().issuer())) {
      throw new RefusedException(
          ErrorCode.TOKEN_ISSUER,
          "It must be "
              + policy.issuer().get()
              + ", and is "
              + claims.license().issuer().orElse("absent")
              + ".");
    }
  }

  private void checkAudience(JwtClaims claims) throws RefusedException {
    if (policy.audience().isPresent() && !claims.audience().contains(policy.audience().get())) {
      throw new RefusedException(
          ErrorCode.TOKEN_AUDIENCE, "It must hold " + policy.audience().get() + ".");
    }
  }
}
