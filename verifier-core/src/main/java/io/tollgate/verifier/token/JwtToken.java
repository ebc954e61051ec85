package io.tollgate.verifier.token;

import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import java.util.OptionalLong;

/** A JWT (RFC 7519) on its own. */
record JwtToken(CompactJws jws) implements Token {

  @Override
  public SignedClaims verify(TrustedKeys trusted) throws RefusedException {
    TrustedKey signer = jws.signer(trusted.of(KeyUse.SIGNATURE));
    return JwtClaims.read(TokenFormat.JWT, jws, signer, OptionalLong.empty());
  }
}
