package io.tollgate.verifier.text;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64url without padding (RFC 7515 §2), canonical: one text for each sequence of bytes. */
public final class Base64Url {
  private Base64Url() {}

  /** The bytes; empty if the text is not the one canonical encoding of any. */
  public static Optional<byte[]> decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // The JDK forgives padding and stray low bits of the last character; both would let one signed
    // value have two texts.
    return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
  }

  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A positive integer as Base64urlUInt (RFC 7518 §2): big-endian, without leading zero octets. */
  public static String encode(BigInteger positive) {
    byte[] signed = positive.toByteArray();
    return encode(signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed);
  }
}
