package io.tollgate.benchmarks.throughput;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * A license as vendors issue them, signed by a new key with the JDK.
 *
 * @param kind what it is signed with
 * @param publicKey the key to verify it with
 * @param text the compact JWS
 */
record SignedToken(TokenKind kind, PublicKey publicKey, String text) {
  static final Seen CLAIMS = new Seen("customer-4711", 4_102_444_800L);

  private static final String KID = "bench";
  private static final int ED25519_BYTES = 32;
  private static final String HEADER =
      """
      {"alg":"%s","kid":"%s","typ":"JWT"}""";
  private static final String PAYLOAD =
      """
      {"iss":"https://licenses.example.com","sub":"%s","jti":"license-0815","iat":1767225600,\
      "exp":%d,"tier":"enterprise","features":["export","audit"],"caps":{"services":50}}""";

  static SignedToken of(TokenKind kind) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.generator());
    generator.initialize(kind.bits());
    KeyPair pair = generator.generateKeyPair();
    String signed =
        base64Url(HEADER.formatted(kind.joseName(), KID).getBytes(StandardCharsets.UTF_8))
            + "."
            + base64Url(
                PAYLOAD
                    .formatted(CLAIMS.subject(), CLAIMS.expires())
                    .getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance(kind.signature());
    signature.initSign(pair.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return new SignedToken(kind, pair.getPublic(), signed + "." + base64Url(signature.sign()));
  }

  /** The same token with another first character of its signature. */
  String forged() {
    int signature = text.lastIndexOf('.') + 1;
    return text.substring(0, signature)
        + (text.charAt(signature) == 'A' ? 'B' : 'A')
        + text.substring(signature + 1);
  }

  /** The public key as the libraries of JOSE want it. */
  JWK jwk() {
    Algorithm algorithm = new Algorithm(kind.joseName());
    if (publicKey instanceof ECPublicKey ec) {
      return new ECKey.Builder(Curve.P_256, ec)
          .algorithm(algorithm)
          .keyUse(KeyUse.SIGNATURE)
          .keyID(KID)
          .build();
    }
    if (publicKey instanceof RSAPublicKey rsa) {
      return new RSAKey.Builder(rsa)
          .algorithm(algorithm)
          .keyUse(KeyUse.SIGNATURE)
          .keyID(KID)
          .build();
    }
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(ed25519()))
        .algorithm(algorithm)
        .keyUse(KeyUse.SIGNATURE)
        .keyID(KID)
        .build();
  }

  /** The 32 bytes of an Ed25519 key: the end of its SubjectPublicKeyInfo (RFC 8410 §4). */
  byte[] ed25519() {
    byte[] spki = publicKey.getEncoded();
    return Arrays.copyOfRange(spki, spki.length - ED25519_BYTES, spki.length);
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
