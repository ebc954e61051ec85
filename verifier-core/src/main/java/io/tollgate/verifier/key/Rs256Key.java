package io.tollgate.verifier.key;

import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An RSA key for RSASSA-PKCS1-v1_5 with SHA-256. The encoded message that the signature should hold
 * is made and compared (RFC 8017 §8.2.2); nothing of what the signature does hold is parsed.
 */
final class Rs256Key implements VerificationKey {
  /** The DigestInfo of SHA-256 up to the hash (RFC 8017 §9.2, note 1). */
  private static final byte[] DIGEST_INFO = {
    0x30,
    0x31,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x60,
    (byte) 0x86,
    0x48,
    0x01,
    0x65,
    0x03,
    0x04,
    0x02,
    0x01,
    0x05,
    0x00,
    0x04,
    0x20
  };

  private final BigInteger modulus;
  private final BigInteger exponent;

  private Rs256Key(BigInteger modulus, BigInteger exponent) {
    this.modulus = modulus;
    this.exponent = exponent;
  }

  /** The key of that modulus and public exponent; empty if either is not one to be trusted. */
  static Optional<Rs256Key> of(BigInteger modulus, BigInteger exponent) {
    return RsaRules.broken(modulus, exponent).isEmpty()
        ? Optional.of(new Rs256Key(modulus, exponent))
        : Optional.empty();
  }

  @Override
  public Algorithm algorithm() {
    return Algorithm.RS256;
  }

  @Override
  public String thumbprint() {
    String members =
        "{\"e\":\""
            + Base64Url.encode(exponent)
            + "\",\"kty\":\"RSA\",\"n\":\""
            + Base64Url.encode(modulus)
            + "\"}";
    return Base64Url.encode(Sha256.of(members.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean verifies(byte[] signed, byte[] signature) {
    if (signature.length != bytes()) {
      return false;
    }
    BigInteger number = new BigInteger(1, signature);
    return number.compareTo(modulus) < 0
        && number.modPow(exponent, modulus).equals(new BigInteger(1, encodedMessage(signed)));
  }

  /** EMSA-PKCS1-v1_5 (RFC 8017 §9.2): 00 01 ff .. ff 00, DigestInfo, hash. */
  private byte[] encodedMessage(byte[] signed) {
    byte[] hash = Sha256.of(signed);
    byte[] message = new byte[bytes()];
    int digestInfo = message.length - hash.length - DIGEST_INFO.length;
    Arrays.fill(message, 2, digestInfo - 1, (byte) 0xff);
    message[1] = 1;
    System.arraycopy(DIGEST_INFO, 0, message, digestInfo, DIGEST_INFO.length);
    System.arraycopy(hash, 0, message, message.length - hash.length, hash.length);
    return message;
  }

  private int bytes() {
    return (modulus.bitLength() + 7) / 8;
  }
}
