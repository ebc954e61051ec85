package io.tollgate.verifier.key;

import java.util.Optional;

/**
 * A key that the vendor put into the policy.
 *
 * @param kid the name that tokens call it by; PEM files carry none
 * @param key the key itself
 */
public record TrustedKey(Optional<String> kid, VerificationKey key) {

  /** The {@code kid}, or the RFC 7638 thumbprint of a key that has none. */
  public String id() {
    return kid.isPresent() ? kid.get() : key.thumbprint();
  }
}
