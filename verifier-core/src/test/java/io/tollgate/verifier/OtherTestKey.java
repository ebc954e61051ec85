package io.tollgate.verifier;

import io.tollgate.verifier.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** An RSA or Ed25519 key of the JDK's: tests sign with other code than verifies. */
final class OtherTestKey {
  private static final int RAW_BYTES = 32;

  private final KeyPair pair;
  private final String alg;
  private final String signature;

  private OtherTestKey(String type, String alg, String signature) {
    try {
      this.pair = KeyPairGenerator.getInstance(type).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    this.alg = alg;
    this.signature = signature;
  }

  static OtherTestKey rsa() {
    return new OtherTestKey("RSA", "RS256", "SHA256withRSA");
  }

  static OtherTestKey ed25519() {
    return new OtherTestKey("Ed25519", "EdDSA", "Ed25519");
  }

  /** A JWT with nothing but {@code alg} in its header. */
  String jwt(String claims) {
    return jws("{\"alg\":\"" + alg + "\"}", claims);
  }

  String jws(String header, String payload) {
    String signed = encode(header) + "." + encode(payload);
    return signed + "." + Base64Url.encode(sign(signed));
  }

  /** A licence-v1 of these parts as they stand, good or not. */
  String licenceV1(String issued, String expires, String customer, String claims) {
    String signed = "licence-v1:" + issued + ":" + expires + ":" + customer + ":" + claims;
    return issued
        + "."
        + expires
        + "."
        + encode(customer)
        + "."
        + encode(claims)
        + "."
        + Base64Url.encode(sign(signed));
  }

  String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** An RSA key as a JWK. */
  String jwk(String kid) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return "{\"kty\":\"RSA\",\"kid\":\""
        + kid
        + "\",\"n\":\""
        + Base64Url.encode(key.getModulus())
        + "\",\"e\":\""
        + Base64Url.encode(key.getPublicExponent())
        + "\"}";
  }

  /** The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410 §4). */
  String raw() {
    byte[] spki = pair.getPublic().getEncoded();
    return Base64Url.encode(Arrays.copyOfRange(spki, spki.length - RAW_BYTES, spki.length));
  }

  private byte[] sign(String signed) {
    try {
      Signature signer = Signature.getInstance(signature);
      signer.initSign(pair.getPrivate());
      signer.update(signed.getBytes(StandardCharsets.UTF_8));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String encode(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }
}
