package io.tollgate.verifier.token;

import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;

/** A token of a known form. Nothing in it is believed yet. */
public sealed interface Token permits JwtToken, BundleToken, LicenceV1Token {
  /** {@code licence-v1} has five parts, a JWT three. */
  int DOTS_OF_LICENCE_V1 = 4;

  /** The form that a text has at first sight. */
  static TokenFormat formOf(String text) {
    if (text.startsWith("{")) {
      return TokenFormat.BUNDLE;
    }
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      dots += text.charAt(i) == '.' ? 1 : 0;
    }
    return dots == DOTS_OF_LICENCE_V1 ? TokenFormat.LICENCE_V1 : TokenFormat.JWT;
  }

  /**
   * Takes a text apart.
   *
   * @throws RefusedException if it does not have that form
   */
  static Token parse(TokenFormat form, String text) throws RefusedException {
    if (form == TokenFormat.BUNDLE) {
      return BundleToken.parse(text);
    }
    return form == TokenFormat.LICENCE_V1
        ? LicenceV1Token.parse(text)
        : new JwtToken(CompactJws.parse(text, JwsType.LICENSE));
  }

  /**
   * Finds the key and checks the signature; only then may the claims be read.
   *
   * @throws RefusedException if no trusted key signed this
   */
  SignedClaims verify(TrustedKeys trusted) throws RefusedException;
}
