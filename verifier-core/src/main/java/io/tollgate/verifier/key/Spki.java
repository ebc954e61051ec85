package io.tollgate.verifier.key;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7), of the three kinds of key that are used. What
 * has fixed bytes is compared and not parsed: explicit curve parameters cannot get in.
 */
final class Spki {
  /** An uncompressed point of the named curve P-256 follows (RFC 5480 §2). */
  private static final byte[] P256 = {
    0x30,
    0x59,
    0x30,
    0x13,
    0x06,
    0x07,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0xce,
    0x3d,
    0x02,
    0x01,
    0x06,
    0x08,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0xce,
    0x3d,
    0x03,
    0x01,
    0x07,
    0x03,
    0x42,
    0x00,
    0x04
  };

  /** The 32 bytes of an Ed25519 key follow (RFC 8410 §4). */
  private static final byte[] ED25519 = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /** The algorithm rsaEncryption with its NULL (RFC 3279 §2.3.1). */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;

  /** A length of two octets follows. */
  private static final int TWO_OCTETS = 0x82;

  private final byte[] der;
  private int at;

  private Spki(byte[] der) {
    this.der = der;
  }

  /**
   * The key; empty if it is of no kind that is used, or is not to be trusted, or is no strict DER.
   */
  static Optional<? extends VerificationKey> read(byte[] der) {
    if (is(der, P256, 2 * Es256Key.COORDINATE_BYTES)) {
      int middle = P256.length + Es256Key.COORDINATE_BYTES;
      return Es256Key.of(
          Arrays.copyOfRange(der, P256.length, middle),
          Arrays.copyOfRange(der, middle, der.length));
    }
    if (is(der, ED25519, Ed25519Key.BYTES)) {
      return Ed25519Key.of(Arrays.copyOfRange(der, ED25519.length, der.length));
    }
    try {
      return new Spki(der).rsa();
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Optional<Rs256Key> rsa() {
    if (!enters(SEQUENCE) || !skips(RSA) || !enters(BIT_STRING)) {
      return Optional.empty();
    }
    if (der[at++] != 0 || !enters(SEQUENCE)) {
      return Optional.empty();
    }
    Optional<BigInteger> modulus = integer();
    Optional<BigInteger> exponent = integer();
    return modulus.isPresent() && exponent.isPresent() && at == der.length
        ? Rs256Key.of(modulus.get(), exponent.get())
        : Optional.empty();
  }

  private Optional<BigInteger> integer() {
    if (der[at++] != INTEGER) {
      return Optional.empty();
    }
    int length = length();
    // Throws if there are not so many octets, or if the length is none.
    BigInteger number = new BigInteger(der, at, length);
    at += length;
    // DER: no octet more than it takes.
    return number.toByteArray().length == length ? Optional.of(number) : Optional.empty();
  }

  /** Whether an element of that kind begins here and ends with the key; goes on to its content. */
  private boolean enters(int tag) {
    return der[at++] == tag && length() == der.length - at;
  }

  private boolean skips(byte[] bytes) {
    int from = at;
    at += bytes.length;
    return Arrays.equals(der, from, at, bytes, 0, bytes.length);
  }

  /**
   * In the shortest form, as DER demands; -1 if it is not. One octet behind {@code 81} is too
   * little for all parts of a sound key but the exponent, and that takes the short form.
   */
  private int length() {
    int first = der[at++] & 0xff;
    if (first != TWO_OCTETS) {
      return first < 0x80 ? first : -1;
    }
    int length = ((der[at++] & 0xff) << 8) | (der[at++] & 0xff);
    return length >= 0x100 ? length : -1;
  }

  private static boolean is(byte[] der, byte[] prefix, int keyBytes) {
    return der.length == prefix.length + keyBytes
        && Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length);
  }
}
