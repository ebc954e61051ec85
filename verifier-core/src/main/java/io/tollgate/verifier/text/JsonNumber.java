package io.tollgate.verifier.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * A JSON number as it was written: what it is worth is for the reader of the claim to say.
 *
 * @param text matches the {@code number} rule of RFC 8259 §6
 */
public record JsonNumber(String text) {
  /** 2^53 - 1, the largest integer that every JSON reader takes alike (RFC 8259 §6). */
  public static final long MOST_SAFE = 9_007_199_254_740_991L;

  private static final int LONGEST_TEXT = 40;
  private static final int MOST_DECIMALS = 64;
  private static final int MOST_PLAIN_DIGITS = 18;

  /** The number without its fraction; empty if it is negative or that is more than {@code most}. */
  public OptionalLong floor(long most) {
    return within(most, false);
  }

  /** The number; empty if it is negative, has a fraction, or is more than {@code most}. */
  public OptionalLong whole(long most) {
    return within(most, true);
  }

  private OptionalLong within(long most, boolean exact) {
    if (text.length() > LONGEST_TEXT) {
      return OptionalLong.empty();
    }
    if (isPlain()) {
      long value = Long.parseLong(text);
      return value > most ? OptionalLong.empty() : OptionalLong.of(value);
    }
    BigDecimal decimal;
    try {
      decimal = new BigDecimal(text);
    } catch (NumberFormatException e) {
      // Its exponent has more than ten digits.
      return OptionalLong.empty();
    }
    // 1e999999999 is a short text and takes minutes to write out: bound it before rounding it.
    if (decimal.signum() < 0 || Math.abs((long) decimal.scale()) > MOST_DECIMALS) {
      return OptionalLong.empty();
    }
    BigDecimal floor = decimal.setScale(0, RoundingMode.FLOOR);
    boolean rounded = floor.compareTo(decimal) != 0;
    return (exact && rounded) || floor.compareTo(BigDecimal.valueOf(most)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(floor.longValueExact());
  }

  private boolean isPlain() {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() <= MOST_PLAIN_DIGITS;
  }
}
