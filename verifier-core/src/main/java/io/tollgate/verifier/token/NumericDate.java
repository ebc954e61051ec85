package io.tollgate.verifier.token;

import io.tollgate.verifier.text.JsonNumber;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/** Seconds since the epoch, as JWT claims write instants (RFC 7519 §2). */
final class NumericDate {
  /** 9999-12-31T23:59:59Z. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private static final int LONGEST_TEXT = 40;
  private static final int MOST_DECIMALS = 64;

  private NumericDate() {}

  /**
   * The instant in ms, a fraction of a second floored away; empty if it is negative or after the
   * year 9999.
   */
  static OptionalLong millis(JsonNumber number) {
    String text = number.text();
    if (text.length() > LONGEST_TEXT) {
      return OptionalLong.empty();
    }
    if (isPlain(text)) {
      return bounded(Long.parseLong(text));
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(text);
    } catch (NumberFormatException e) {
      // Its exponent has more than ten digits.
      return OptionalLong.empty();
    }
    // 1e999999999 is a short text and takes minutes to write out: bound it before rounding it.
    if (exact.signum() < 0 || Math.abs((long) exact.scale()) > MOST_DECIMALS) {
      return OptionalLong.empty();
    }
    BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
    return whole.compareTo(BigDecimal.valueOf(LATEST_SECOND)) > 0
        ? OptionalLong.empty()
        : bounded(whole.longValueExact());
  }

  private static OptionalLong bounded(long seconds) {
    return seconds > LATEST_SECOND ? OptionalLong.empty() : OptionalLong.of(seconds * 1_000);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() <= 18;
  }
}
