package io.tollgate.verifier.key;

import java.math.BigInteger;

/**
 * The trace of CVE-2017-15361 in an RSA modulus: smart cards and TPMs of one make took both primes
 * from powers of 65537, and such a modulus can be factored (Nemec et al., The Return of
 * Coppersmith's Attack, ACM CCS 2017, §3.3).
 */
final class Roca {
  private static final int GENERATOR = 65_537;

  private static final int[] PRIMES = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167
  };

  private Roca() {}

  /** Whether the modulus is a power of 65537 by each small prime, which is never chance. */
  static boolean marks(BigInteger modulus) {
    for (int prime : PRIMES) {
      if (!isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPower(int residue, int prime) {
    int first = GENERATOR % prime;
    int power = first;
    do {
      if (power == residue) {
        return true;
      }
      power = power * first % prime;
    } while (power != first);
    return false;
  }
}
