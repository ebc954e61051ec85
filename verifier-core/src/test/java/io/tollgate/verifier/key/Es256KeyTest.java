package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.text.Base64Url;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Es256KeyTest {
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger PRIME =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  private final TestKey signer = TestKey.generate();
  private final Es256Key key = Es256Key.of(signer.x(), signer.y()).orElseThrow();
  private final byte[] signed = {1, 2, 3};
  private final byte[] signature = signer.rawSignature(signed);

  @Test
  void whatTheJdkSignsVerifies() {
    for (int i = 0; i < 100; i++) {
      byte[] message = new byte[i];
      assertTrue(key.verifies(message, signer.rawSignature(message)));
    }
  }

  @Test
  void anyFlippedBitOfTheSignatureIsNoticed() {
    for (int bit = 0; bit < 512; bit++) {
      byte[] flipped = signature.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(key.verifies(signed, flipped), "bit " + bit);
    }
  }

  @Test
  void otherBytesOrAnotherKeyDoNotVerify() {
    TestKey other = TestKey.generate();
    assertFalse(key.verifies(new byte[] {1, 2, 4}, signature));
    assertFalse(Es256Key.of(other.x(), other.y()).orElseThrow().verifies(signed, signature));
  }

  @Test
  void aSignatureHasSixtyFourBytes() {
    assertFalse(key.verifies(signed, new byte[0]));
    assertFalse(key.verifies(signed, Arrays.copyOf(signature, 63)));
    assertFalse(key.verifies(signed, Arrays.copyOf(signature, 65)));
  }

  @Test
  void rAndSLieBetweenOneAndTheOrderLessOne() {
    BigInteger r = part(0);
    BigInteger s = part(32);
    BigInteger[] outside = {
      BigInteger.ZERO,
      ORDER,
      ORDER.add(BigInteger.ONE),
      BigInteger.TWO.pow(256).subtract(BigInteger.ONE)
    };
    for (BigInteger bad : outside) {
      assertFalse(key.verifies(signed, join(bad, s)), "r = " + bad);
      assertFalse(key.verifies(signed, join(r, bad)), "s = " + bad);
      assertFalse(key.verifies(signed, join(bad, bad)), "r = s = " + bad);
    }
  }

  @Test
  void theNegatedSIsTheSameSignature() {
    assertTrue(key.verifies(signed, join(part(0), ORDER.subtract(part(32)))));
  }

  @Test
  void aKeyIsAPointOfTheCurve() {
    byte[] x = signer.x();
    byte[] y = signer.y();
    byte[] wrongY = y.clone();
    wrongY[31] ^= 1;
    assertTrue(Es256Key.of(x, wrongY).isEmpty());
    assertTrue(Es256Key.of(new byte[32], new byte[32]).isEmpty());
    assertTrue(Es256Key.of(Arrays.copyOf(x, 31), y).isEmpty());
    assertTrue(Es256Key.of(x, Arrays.copyOf(y, 33)).isEmpty());
  }

  @Test
  void aCoordinateHasThirtyTwoBytesThoughANumberMayBeWrittenWithMore() {
    assertTrue(Es256Key.of(zeroInFront(signer.x()), signer.y()).isEmpty());
    assertTrue(Es256Key.of(signer.x(), zeroInFront(signer.y())).isEmpty());
  }

  @Test
  void aCoordinateIsSmallerThanThePrime() {
    byte[] tooLarge = bytes(PRIME);
    assertTrue(Es256Key.of(tooLarge, signer.y()).isEmpty());
    assertTrue(Es256Key.of(signer.x(), tooLarge).isEmpty());
  }

  @Test
  void theThumbprintIsThatOfRfc7638() {
    Es256Key known =
        Es256Key.of(
                Base64Url.decode("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4").orElseThrow(),
                Base64Url.decode("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM").orElseThrow())
            .orElseThrow();
    // The key of RFC 7517 A.1; its thumbprint was computed with openssl.
    assertEquals("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", known.thumbprint());
  }

  private BigInteger part(int from) {
    return new BigInteger(1, Arrays.copyOfRange(signature, from, from + 32));
  }

  private static byte[] zeroInFront(byte[] coordinate) {
    byte[] longer = new byte[coordinate.length + 1];
    System.arraycopy(coordinate, 0, longer, 1, coordinate.length);
    return longer;
  }

  private static byte[] join(BigInteger r, BigInteger s) {
    byte[] joined = Arrays.copyOf(bytes(r), 64);
    System.arraycopy(bytes(s), 0, joined, 32, 32);
    return joined;
  }

  private static byte[] bytes(BigInteger number) {
    byte[] magnitude = number.toByteArray();
    byte[] bytes = new byte[32];
    int length = Math.min(32, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - length, bytes, 32 - length, length);
    return bytes;
  }
}
