package io.tollgate.benchmarks.throughput;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.subtle.Ed25519Verify;
import com.google.crypto.tink.util.Bytes;
import java.security.GeneralSecurityException;
import java.security.SignatureException;

/** Tink's bare Ed25519: it has no JWT for it. */
final class TinkRawVerification implements Verification {
  private final PublicKeyVerify key;

  @AccessesPartialKey
  TinkRawVerification(SignedToken token) throws GeneralSecurityException {
    key =
        Ed25519Verify.create(
            Ed25519PublicKey.create(
                Ed25519Parameters.Variant.NO_PREFIX, Bytes.copyFrom(token.ed25519()), null));
  }

  @Override
  public Seen verify(String token) throws GeneralSecurityException {
    CompactJws jws = new CompactJws(token);
    if (!jws.algorithm().equals(TokenKind.EDDSA.joseName())) {
      throw new SignatureException();
    }
    key.verify(jws.signature(), jws.signed());
    return jws.claims();
  }
}
