package io.tollgate.benchmarks.throughput;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SignatureException;
import java.text.ParseException;

/** Nimbus' {@link SignedJWT}; its Ed25519 is Tink's. */
final class NimbusVerification implements Verification {
  private final JWSVerifier key;

  NimbusVerification(SignedToken token) throws JOSEException {
    JWK jwk = token.jwk();
    key =
        switch (token.kind()) {
          case ES256 -> new ECDSAVerifier(jwk.toECKey());
          case RS256_2048, RS256_3072 -> new RSASSAVerifier(jwk.toRSAKey());
          case EDDSA -> new Ed25519Verifier(jwk.toOctetKeyPair());
        };
  }

  @Override
  public Seen verify(String token) throws JOSEException, ParseException, SignatureException {
    SignedJWT jwt = SignedJWT.parse(token);
    if (!jwt.verify(key)) {
      throw new SignatureException();
    }
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    return new Seen(claims.getSubject(), claims.getExpirationTime().toInstant().getEpochSecond());
  }
}
