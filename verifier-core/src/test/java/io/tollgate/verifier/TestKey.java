package io.tollgate.verifier;

import io.tollgate.verifier.text.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A P-256 key of the JDK's: tests sign with other code than verifies. */
public final class TestKey {
  private final KeyPair pair;

  private TestKey(KeyPair pair) {
    this.pair = pair;
  }

  public static TestKey generate() {
    return onCurve("secp256r1");
  }

  public static TestKey onCurve(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new TestKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A compact JWS of header and payload as they stand, good JSON or not. */
  public String sign(String header, String payload) {
    return sign(header, payload.getBytes(StandardCharsets.UTF_8));
  }

  public String sign(String header, byte[] payload) {
    String signed =
        Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + Base64Url.encode(payload);
    return signed + "." + Base64Url.encode(rawSignature(signed.getBytes(StandardCharsets.UTF_8)));
  }

  /** 64 bytes, r and s. */
  public byte[] rawSignature(byte[] signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(signed);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public byte[] x() {
    return bytes(((ECPublicKey) pair.getPublic()).getW().getAffineX());
  }

  public byte[] y() {
    return bytes(((ECPublicKey) pair.getPublic()).getW().getAffineY());
  }

  public String jwk(String kid) {
    return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\""
        + kid
        + "\",\"x\":\""
        + Base64Url.encode(x())
        + "\",\"y\":\""
        + Base64Url.encode(y())
        + "\"}";
  }

  public String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] bytes(BigInteger coordinate) {
    byte[] bytes = new byte[32];
    byte[] magnitude = coordinate.toByteArray();
    int length = Math.min(32, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - length, bytes, 32 - length, length);
    return bytes;
  }
}
