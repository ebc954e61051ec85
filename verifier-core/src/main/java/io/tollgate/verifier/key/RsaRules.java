package io.tollgate.verifier.key;

import java.math.BigInteger;
import java.util.Optional;

/** What an RSA key has to be like to be trusted. */
public final class RsaRules {
  private static final int LEAST_BITS = 2048;
  private static final int MOST_BITS = 8192;
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);

  /** Larger ones are used by nobody and make a verification take seconds. */
  private static final int MOST_EXPONENT_BITS = 64;

  private RsaRules() {}

  /**
   * The rule that a key breaks, as what the key has: "a modulus of 1024 bits ..."; empty if it is
   * sound.
   */
  public static Optional<String> broken(BigInteger modulus, BigInteger exponent) {
    int bits = modulus.bitLength();
    if (modulus.signum() <= 0 || bits < LEAST_BITS || bits > MOST_BITS) {
      return Optional.of("a modulus of " + bits + " bits, where 2048 to 8192 are taken");
    }
    if (exponent.compareTo(LEAST_EXPONENT) < 0
        || exponent.bitLength() > MOST_EXPONENT_BITS
        || !exponent.testBit(0)) {
      return Optional.of(
          "a public exponent that is not odd, at least 65537 and of at most 64 bits");
    }
    if (!modulus.testBit(0)) {
      return Optional.of("an even modulus");
    }
    return Roca.marks(modulus)
        ? Optional.of("the trace of ROCA (CVE-2017-15361): who knows its public half can sign")
        : Optional.empty();
  }
}
