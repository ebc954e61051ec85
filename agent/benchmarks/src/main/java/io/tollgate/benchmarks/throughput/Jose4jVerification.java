package io.tollgate.benchmarks.throughput;

import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** jose4j's {@link JwtConsumer}, which judges {@code exp} by the clock too. */
final class Jose4jVerification implements Verification {
  private final JwtConsumer key;

  Jose4jVerification(SignedToken token) {
    key =
        new JwtConsumerBuilder()
            .setVerificationKey(token.publicKey())
            .setJwsAlgorithmConstraints(ConstraintType.PERMIT, token.kind().joseName())
            .setRequireExpirationTime()
            .setRequireSubject()
            .build();
  }

  @Override
  public Seen verify(String token) throws InvalidJwtException, MalformedClaimException {
    JwtClaims claims = key.processToClaims(token);
    return new Seen(claims.getSubject(), claims.getExpirationTime().getValue());
  }
}
