package io.tollgate.verifier.key;

import java.util.Optional;

/**
 * Signature algorithms that a license may use, by their JOSE names (RFC 7518 §3.1, RFC 8037 §3.1).
 */
public enum Algorithm {
  /** ECDSA with P-256 and SHA-256 (RFC 7518 §3.4). */
  ES256("ES256"),
  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3). */
  RS256("RS256"),
  /** Ed25519 (RFC 8037 §3.1); no other curve. */
  EDDSA("EdDSA");

  private final String joseName;

  Algorithm(String joseName) {
    this.joseName = joseName;
  }

  public String joseName() {
    return joseName;
  }

  /**
   * The algorithm of that JOSE name, to the letter; empty for all others, none and HMAC included.
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
