package io.tollgate.benchmarks.throughput;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** {@link Signature}, a new one for each token: an instance serves one thread at a time. */
final class JdkVerification implements Verification {
  private final PublicKey key;
  private final TokenKind kind;

  JdkVerification(SignedToken token) {
    this.key = token.publicKey();
    this.kind = token.kind();
  }

  @Override
  public Seen verify(String token) throws GeneralSecurityException {
    CompactJws jws = new CompactJws(token);
    Signature signature = Signature.getInstance(kind.signature());
    signature.initVerify(key);
    signature.update(jws.signed());
    if (!jws.algorithm().equals(kind.joseName()) || !signature.verify(jws.signature())) {
      throw new SignatureException();
    }
    return jws.claims();
  }
}
