package io.tollgate.verifier.key;

import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key (RFC 8032 §5.1), checked by Bouncy Castle's lightweight API. */
final class Ed25519Key implements VerificationKey {
  static final int BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  private final byte[] encoded;

  private Ed25519Key(byte[] encoded) {
    this.encoded = encoded;
  }

  /**
   * The key that these 32 bytes encode; empty unless they are the canonical encoding of a point of
   * the full order. A key of small order would verify one signature for nearly every message.
   */
  static Optional<Ed25519Key> of(byte[] encoded) {
    return encoded.length == BYTES && Ed25519.validatePublicKeyFull(encoded, 0)
        ? Optional.of(new Ed25519Key(encoded.clone()))
        : Optional.empty();
  }

  @Override
  public Algorithm algorithm() {
    return Algorithm.EDDSA;
  }

  @Override
  public String thumbprint() {
    String members =
        "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + Base64Url.encode(encoded) + "\"}";
    return Base64Url.encode(Sha256.of(members.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean verifies(byte[] signed, byte[] signature) {
    // Refuses S >= L too (RFC 8032 §5.1.7): a signature has one form.
    return signature.length == SIGNATURE_BYTES
        && Ed25519.verify(signature, 0, encoded, 0, signed, 0, signed.length);
  }
}
