package io.tollgate.benchmarks.throughput;

import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwkSetConverter;
import com.google.crypto.tink.jwt.JwtPublicKeyVerify;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.VerifiedJwt;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** Tink's JWT, which judges {@code exp} by the clock too. */
final class TinkVerification implements Verification {
  private final JwtPublicKeyVerify key;
  private final JwtValidator validator =
      JwtValidator.newBuilder().expectTypeHeader("JWT").ignoreIssuer().build();

  TinkVerification(SignedToken token) throws GeneralSecurityException, IOException {
    JwtSignatureConfig.register();
    key =
        JwkSetConverter.toPublicKeysetHandle(new JWKSet(token.jwk()).toString())
            .getPrimitive(RegistryConfiguration.get(), JwtPublicKeyVerify.class);
  }

  @Override
  public Seen verify(String token) throws GeneralSecurityException {
    VerifiedJwt jwt = key.verifyAndDecode(token, validator);
    return new Seen(jwt.getSubject(), jwt.getExpiration().getEpochSecond());
  }
}
