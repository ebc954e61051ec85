package io.tollgate.verifier.key;

import java.util.Optional;

/** Signature algorithms that a license may use, by their JOSE names (RFC 7518 §3.1). */
public enum Algorithm {
  /** ECDSA with P-256 and SHA-256 (RFC 7518 §3.4). */
  ES256("ES256");

  private final String joseName;

  Algorithm(String joseName) {
    this.joseName = joseName;
  }

  public String joseName() {
    return joseName;
  }

  /**
   * The algorithm of that JOSE name, compared to the letter; empty for every other, {@code none}
   * and HMAC included.
   */
  public static Optional<Algorithm> named(String joseName) {
    for (Algorithm algorithm : values()) {
      if (algorithm.joseName.equals(joseName)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
