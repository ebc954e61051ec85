package io.tollgate.verifier.key;

import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

/**
 * An ECDSA key on P-256, checked by Bouncy Castle's lightweight API: no provider can change the
 * answer.
 */
final class Es256Key implements VerificationKey {
  static final int COORDINATE_BYTES = 32;

  /** FIPS 186-4 D.1.2.3; SEC 2 §2.4.2. */
  private static final ECDomainParameters P256 = p256();

  private final byte[] x;
  private final byte[] y;
  private final ECPublicKeyParameters point;

  private Es256Key(byte[] x, byte[] y, ECPublicKeyParameters point) {
    this.x = x;
    this.y = y;
    this.point = point;
  }

  /**
   * The key at the point (x, y), 32 bytes each, big-endian; empty unless the point is on the curve.
   */
  static Optional<Es256Key> of(byte[] x, byte[] y) {
    if (x.length != COORDINATE_BYTES || y.length != COORDINATE_BYTES) {
      return Optional.empty();
    }
    try {
      ECPublicKeyParameters point =
          new ECPublicKeyParameters(
              P256.getCurve().createPoint(new BigInteger(1, x), new BigInteger(1, y)), P256);
      return Optional.of(new Es256Key(x.clone(), y.clone(), point));
    } catch (IllegalArgumentException e) {
      // A coordinate is not in the field, or the point is not on the curve: both are this
      // exception.
      return Optional.empty();
    }
  }

  @Override
  public Algorithm algorithm() {
    return Algorithm.ES256;
  }

  @Override
  public String thumbprint() {
    String members =
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
            + Base64Url.encode(x)
            + "\",\"y\":\""
            + Base64Url.encode(y)
            + "\"}";
    return Base64Url.encode(Sha256.of(members.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean verifies(byte[] signed, byte[] signature) {
    if (signature.length != 2 * COORDINATE_BYTES) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, COORDINATE_BYTES));
    BigInteger s =
        new BigInteger(1, Arrays.copyOfRange(signature, COORDINATE_BYTES, 2 * COORDINATE_BYTES));
    ECDSASigner ecdsa = new ECDSASigner();
    ecdsa.init(false, point);
    // Refuses r and s outside [1, n - 1] first (FIPS 186-4 §6.4; the check that CVE-2022-21449
    // lacked).
    return ecdsa.verifySignature(Sha256.of(signed), r, s);
  }

  private static ECDomainParameters p256() {
    ECCurve curve = new SecP256R1Curve();
    return new ECDomainParameters(
        curve,
        curve.createPoint(
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16)),
        curve.getOrder(),
        curve.getCofactor());
  }
}
