package io.tollgate.verifier.fuzz;

import io.tollgate.verifier.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Keys that are no secret and trusted by nothing but fuzz tests. They are fixed, and Ed25519 signs
 * the same bytes the same way each time, so that what a fuzzer found is found again.
 */
enum FuzzKey {
  /** Signs licenses and denylists. */
  SIGNER("no secret: for fuzz tests only.."),
  /** Signs endorsements. */
  ROOT("no secret: fuzz tests' root key."),
  /** Signs what only an endorsement makes good. */
  ENDORSED("no secret: endorsed by the root.");

  private final String privateKey;

  FuzzKey(String privateKey) {
    this.privateKey = privateKey;
  }

  String jwk() {
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"fuzz\",\"x\":\"" + raw() + "\"}";
  }

  /** The public key alone, in base64url. */
  String raw() {
    return Base64Url.encode(encoded());
  }

  String pem() {
    byte[] der = new byte[44];
    System.arraycopy(Base64.getDecoder().decode("MCowBQYDK2VwAyEA"), 0, der, 0, 12);
    System.arraycopy(encoded(), 0, der, 12, 32);
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** A compact JWS of header and payload as they stand, good JSON or not. */
  byte[] jws(byte[] header, byte[] payload) {
    String signed = Base64Url.encode(header) + "." + Base64Url.encode(payload);
    return ascii(signed + "." + Base64Url.encode(signature(ascii(signed))));
  }

  /** A licence-v1 of claims as they stand, good JSON or not. */
  byte[] licenceV1(byte[] claims) {
    byte[] start = ascii("licence-v1:1000:2000:acme:");
    byte[] signed = new byte[start.length + claims.length];
    System.arraycopy(start, 0, signed, 0, start.length);
    System.arraycopy(claims, 0, signed, start.length, claims.length);
    return ascii(
        "1000.2000."
            + Base64Url.encode(ascii("acme"))
            + "."
            + Base64Url.encode(claims)
            + "."
            + Base64Url.encode(signature(signed)));
  }

  private byte[] signature(byte[] signed) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(ascii(privateKey), 0, signed, 0, signed.length, signature, 0);
    return signature;
  }

  private byte[] encoded() {
    byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(ascii(privateKey), 0, encoded, 0);
    return encoded;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
