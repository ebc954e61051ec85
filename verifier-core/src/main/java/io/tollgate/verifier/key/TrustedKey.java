package io.tollgate.verifier.key;

import java.util.Optional;

/**
 * A key that the vendor put into the policy, or endorsed.
 *
 * @param kid the name that tokens call it by; PEM files and raw keys carry none
 * @param use what it may sign
 * @param key the key itself
 */
public record TrustedKey(Optional<String> kid, KeyUse use, VerificationKey key) {

  /** A key for licenses, without a name. */
  static TrustedKey unnamed(VerificationKey key) {
    return new TrustedKey(Optional.empty(), KeyUse.SIGNATURE, key);
  }

  /** The {@code kid}, or the RFC 7638 thumbprint of a key that has none. */
  public String id() {
    return kid.isPresent() ? kid.get() : key.thumbprint();
  }
}
