package io.tollgate.verifier.fuzz;

import io.tollgate.verifier.text.Base64Url;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key that is no secret and trusted by nothing but fuzz tests. It is fixed, and Ed25519 signs the
 * same bytes the same way each time, so that what a fuzzer found is found again.
 */
final class FuzzKey {
  private static final byte[] PRIVATE_KEY_OF_THE_FUZZ_TESTS =
      "no secret: for fuzz tests only..".getBytes(StandardCharsets.US_ASCII);

  private FuzzKey() {}

  static String jwk() {
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"fuzz\",\"x\":\"" + rawKey() + "\"}";
  }

  static String rawKey() {
    byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(PRIVATE_KEY_OF_THE_FUZZ_TESTS, 0, encoded, 0);
    return Base64Url.encode(encoded);
  }

  /** A compact JWS of header and payload as they stand, good JSON or not. */
  static String jws(byte[] header, byte[] payload) {
    String signed = Base64Url.encode(header) + "." + Base64Url.encode(payload);
    return signed + "." + Base64Url.encode(signature(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  static byte[] signature(byte[] signed) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(PRIVATE_KEY_OF_THE_FUZZ_TESTS, 0, signed, 0, signed.length, signature, 0);
    return signature;
  }
}
