package io.tollgate.cli;

import com.google.crypto.tink.signature.SignaturePrivateKey;
import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonText;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

/**
 * A key pair on P-256.
 *
 * @param privateKey the private key
 * @param point its public point
 */
record Es256KeyPair(ECPrivateKey privateKey, ECPoint point) implements SigningKey {
  private static final String SPKI_PREFIX = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE";
  private static final int COORDINATE_BYTES = 32;
  private static final BigInteger P256_PRIME =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /**
   * The pair of a private key; its public point is computed, since the file need not hold it.
   *
   * @param name the file, for messages
   */
  static Es256KeyPair of(String name, ECPrivateKey key) throws CommandException {
    if (!key.getParams().getOrder().equals(P256_ORDER)
        || !key.getParams().getCurve().getField().equals(new ECFieldFp(P256_PRIME))) {
      throw new CommandException(name + " holds a private key that is not on P-256.");
    }
    return new Es256KeyPair(key, pointOf(key.getS()));
  }

  @Override
  public String algorithm() {
    return "ES256";
  }

  @Override
  public SignaturePrivateKey tinkKey() throws GeneralSecurityException {
    return TinkKeys.of(this);
  }

  @Override
  public String publicPem() {
    return Pem.ofPublicKey(SPKI_PREFIX, bytes(point.getAffineX()), bytes(point.getAffineY()));
  }

  @Override
  public String publicJwk(Optional<String> kid, KeyUse use) {
    JsonText jwk = new JsonText().put("kty", "EC").put("crv", "P-256");
    kid.ifPresent(name -> jwk.put("kid", name));
    return jwk.put("use", use.text())
        .put("alg", algorithm())
        .put("x", Base64Url.encode(bytes(point.getAffineX())))
        .put("y", Base64Url.encode(bytes(point.getAffineY())))
        .toString();
  }

  private static ECPoint pointOf(BigInteger privateValue) {
    SecP256R1Curve curve = new SecP256R1Curve();
    org.bouncycastle.math.ec.ECPoint generator =
        curve.createPoint(
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16));
    org.bouncycastle.math.ec.ECPoint point =
        new FixedPointCombMultiplier().multiply(generator, privateValue).normalize();
    return new ECPoint(
        point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
  }

  /** Big-endian, exactly 32 bytes (RFC 7518 §6.2.1.2). */
  private static byte[] bytes(BigInteger coordinate) {
    byte[] signed = coordinate.toByteArray();
    byte[] bytes = new byte[COORDINATE_BYTES];
    byte[] magnitude =
        signed.length > COORDINATE_BYTES ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
    System.arraycopy(magnitude, 0, bytes, COORDINATE_BYTES - magnitude.length, magnitude.length);
    return bytes;
  }
}
