package io.tollgate.dist;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** Signs within this process, with the JDK: where tests need tokens by the hundred. */
final class Issuer {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String kid;
  private final PrivateKey key;
  private final String jwk;

  private Issuer(String kid, PrivateKey key, String jwk) {
    this.kid = kid;
    this.key = key;
    this.jwk = jwk;
  }

  /** Signs with a new ES256 key. */
  static Issuer make(String kid) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECPublicKey point = (ECPublicKey) pair.getPublic();
      return new Issuer(
          kid,
          pair.getPrivate(),
          "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"use\":\"sig\",\"kid\":\""
              + kid
              + "\",\"x\":\""
              + coordinate(point.getW().getAffineX())
              + "\",\"y\":\""
              + coordinate(point.getW().getAffineY())
              + "\"}");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Signs with the key that the product's own vendor has made with the tool. */
  static Issuer of(Product product) throws IOException {
    Path keys = product.folder().resolve("keys");
    String pem = Files.readString(keys.resolve("k1.private.pem")).replaceAll("-----.*-----", "");
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
      return new Issuer("k1", key, Files.readString(keys.resolve("k1.jwk.json")).strip());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return BASE64URL.encodeToString(fixed);
  }

  /** A JWKS of these issuers' public keys. */
  static String jwks(Issuer... issuers) {
    StringBuilder keys = new StringBuilder();
    for (Issuer issuer : issuers) {
      keys.append(keys.length() == 0 ? "" : ",").append(issuer.jwk);
    }
    return "{\"keys\":[" + keys + "]}";
  }

  /**
   * A license.
   *
   * @param more further claims: {@code ,"name":value}
   */
  String token(String jti, Instant iat, Instant exp, String... more) {
    return sign(
        "JWT",
        "{\"sub\":\"Example Corp\",\"jti\":\""
            + jti
            + "\",\"iat\":"
            + iat.getEpochSecond()
            + ",\"exp\":"
            + exp.getEpochSecond()
            + String.join("", more)
            + "}");
  }

  /** A list of licenses that are taken back. */
  String denylist(long seq, String... revoked) {
    String ids = revoked.length == 0 ? "" : "\"" + String.join("\",\"", revoked) + "\"";
    return sign("denylist+jwt", "{\"seq\":" + seq + ",\"revoked\":[" + ids + "]}");
  }

  private String sign(String typ, String payload) {
    String header = "{\"alg\":\"ES256\",\"typ\":\"" + typ + "\",\"kid\":\"" + kid + "\"}";
    String input = encode(header) + "." + encode(payload);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + BASE64URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String encode(String json) {
    return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
