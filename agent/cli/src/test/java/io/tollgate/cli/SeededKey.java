package io.tollgate.cli;

import io.tollgate.verifier.text.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** A key of the JDK's, made from a seed: key and signatures are the same in every run. */
final class SeededKey {
  private final String algorithm;
  private final Optional<String> kid;
  private final KeyPair pair;
  private final SecureRandom random;

  private SeededKey(String algorithm, Optional<String> kid, KeyPair pair, SecureRandom random) {
    this.algorithm = algorithm;
    this.kid = kid;
    this.pair = pair;
    this.random = random;
  }

  static SeededKey of(String algorithm, Optional<String> kid, long seed) {
    try {
      // Of all of the JDK's, this one gives the same bytes for the same seed.
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type(algorithm));
      generator.initialize(parameters(algorithm), random);
      return new SeededKey(algorithm, kid, generator.generateKeyPair(), random);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String algorithm() {
    return algorithm;
  }

  Optional<String> kid() {
    return kid;
  }

  byte[] spki() {
    return pair.getPublic().getEncoded();
  }

  BigInteger rsaModulus() {
    return ((RSAPublicKey) pair.getPublic()).getModulus();
  }

  String jwk() {
    String name = kid.map(value -> ",\"kid\":\"" + value + "\"").orElse("");
    return "{\"alg\":\"" + algorithm + "\",\"use\":\"sig\"" + name + "," + members() + "}";
  }

  /** A compact JWS of header and payload as they stand. */
  String jws(String header, String payload) {
    String signed = encode(header) + "." + encode(payload);
    return signed + "." + Base64Url.encode(sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(signatureName());
      signature.initSign(pair.getPrivate(), random);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What the JDK says of a signature. */
  boolean verifies(byte[] message, byte[] signed) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(signatureName());
    signature.initVerify(pair.getPublic());
    signature.update(message);
    try {
      return signature.verify(signed);
    } catch (SignatureException e) {
      return false; // of another length, or S is out of range
    }
  }

  static String encode(String json) {
    return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
  }

  private String signatureName() {
    return switch (algorithm) {
      case "ES256" -> "SHA256withECDSAinP1363Format";
      case "RS256" -> "SHA256withRSA";
      default -> "Ed25519";
    };
  }

  private static String type(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> "EC";
      case "RS256" -> "RSA";
      default -> "Ed25519";
    };
  }

  private static AlgorithmParameterSpec parameters(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> new ECGenParameterSpec("secp256r1");
      case "RS256" -> new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
      default -> NamedParameterSpec.ED25519;
    };
  }

  private String members() {
    if (pair.getPublic() instanceof ECPublicKey ec) {
      return "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
          + Base64Url.encode(fixed(ec.getW().getAffineX(), 32))
          + "\",\"y\":\""
          + Base64Url.encode(fixed(ec.getW().getAffineY(), 32))
          + "\"";
    }
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      return "\"kty\":\"RSA\",\"n\":\"" + Base64Url.encode(rsa.getModulus()) + "\",\"e\":\"AQAB\"";
    }
    // An Ed25519 SubjectPublicKeyInfo ends with the 32 bytes of the key (RFC 8410 §4).
    byte[] x = Arrays.copyOfRange(spki(), spki().length - 32, spki().length);
    return "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Base64Url.encode(x) + "\"";
  }

  /** A number in so many bytes, big-endian. */
  static byte[] fixed(BigInteger number, int length) {
    byte[] magnitude = number.toByteArray();
    byte[] bytes = new byte[length];
    int used = Math.min(length, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - used, bytes, length - used, used);
    return bytes;
  }
}
