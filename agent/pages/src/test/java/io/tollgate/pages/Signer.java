package io.tollgate.pages;

import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A key of the JDK's: tests sign with other code than verifies. */
final class Signer {
  private static final int RAW_BYTES = 32;

  private final KeyPair pair;
  private final String alg;
  private final String signature;

  private Signer(String type, AlgorithmParameterSpec of, String alg, String signature) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(of);
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    this.alg = alg;
    this.signature = signature;
  }

  static Signer es256() {
    return new Signer(
        "EC", new ECGenParameterSpec("secp256r1"), "ES256", "SHA256withECDSAinP1363Format");
  }

  static Signer rs256(int bits) {
    return new Signer(
        "RSA",
        new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4),
        "RS256",
        "SHA256withRSA");
  }

  static Signer ed25519() {
    return new Signer("Ed25519", NamedParameterSpec.ED25519, "EdDSA", "Ed25519");
  }

  /** A JWT with nothing but {@code alg} in its header. */
  String jwt(String claims) {
    return jws("{\"alg\":\"" + alg + "\"}", claims);
  }

  /** A compact JWS of header and payload as they stand, good JSON or not. */
  String jws(String header, String payload) {
    return jws(header, payload.getBytes(StandardCharsets.UTF_8));
  }

  String jws(String header, byte[] payload) {
    String signed = encode(header) + "." + Base64Url.encode(payload);
    return signed + "." + sign(signed);
  }

  /** A licence-v1 of these parts as they stand, good or not. */
  String licenceV1(String issued, String expires, String customer, String claims) {
    String signed = "licence-v1:" + issued + ":" + expires + ":" + customer + ":" + claims;
    return String.join(".", issued, expires, encode(customer), encode(claims), sign(signed));
  }

  /** A bundle of a JWT and this key. */
  String bundle(String jwt) {
    return bundleOf(jwt).toString();
  }

  /** The same with an endorsement. */
  String bundle(String jwt, String endorsement) {
    return bundleOf(jwt).put("endorsement", endorsement).toString();
  }

  private JsonText bundleOf(String jwt) {
    return new JsonText().put("jwt", jwt).put("publicKey", pem());
  }

  /** This key's word, as a root key's, for another until then. */
  String endorsement(Signer other, String exp) {
    return jws(
        "{\"alg\":\"" + alg + "\",\"typ\":\"key-endorsement+jwt\"}",
        "{\"jkt\":\"" + other.thumbprint() + "\",\"exp\":" + exp + "}");
  }

  String thumbprint() {
    return KeyReader.pem(pem()).orElseThrow().thumbprint();
  }

  String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  String privatePem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410 section 4). */
  String raw() {
    return Base64Url.encode(last(RAW_BYTES, pair.getPublic().getEncoded()));
  }

  /** A P-256 key as a JWK: the last 64 bytes of its SubjectPublicKeyInfo are x and y. */
  String jwk(String members) {
    byte[] point = last(2 * RAW_BYTES, pair.getPublic().getEncoded());
    return "{"
        + members
        + "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
        + Base64Url.encode(Arrays.copyOf(point, RAW_BYTES))
        + "\",\"y\":\""
        + Base64Url.encode(last(RAW_BYTES, point))
        + "\"}";
  }

  private static byte[] last(int count, byte[] bytes) {
    return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
  }

  private String sign(String signed) {
    try {
      Signature signer = Signature.getInstance(signature);
      signer.initSign(pair.getPrivate());
      signer.update(signed.getBytes(StandardCharsets.UTF_8));
      return Base64Url.encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String encode(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }
}
