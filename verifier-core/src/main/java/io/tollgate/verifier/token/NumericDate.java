package io.tollgate.verifier.token;

import io.tollgate.verifier.text.JsonNumber;
import java.util.OptionalLong;

/** Seconds since the epoch, as JWT claims write instants (RFC 7519 §2). */
final class NumericDate {
  /** 9999-12-31T23:59:59Z. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private NumericDate() {}

  /**
   * The instant in ms, a fraction of a second floored away; empty if it is negative or after the
   * year 9999.
   */
  static OptionalLong millis(JsonNumber number) {
    OptionalLong seconds = number.floor(LATEST_SECOND);
    return seconds.isPresent()
        ? OptionalLong.of(seconds.getAsLong() * 1_000)
        : OptionalLong.empty();
  }
}
