package io.tollgate.verifier.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All keys of a policy. */
public final class TrustedKeys {
  private final List<TrustedKey> keys;

  public TrustedKeys(List<TrustedKey> keys) {
    this.keys = List.copyOf(keys);
  }

  public List<TrustedKey> all() {
    return keys;
  }

  /**
   * The keys that a token may have been signed with, by what its header says; the header cannot
   * change what a key is good for. A token without {@code kid} is tried against every key of its
   * algorithm, and a key without one (from a PEM file) is tried for any {@code kid}.
   */
  public List<TrustedKey> candidates(Algorithm algorithm, Optional<String> kid) {
    List<TrustedKey> candidates = new ArrayList<>();
    for (TrustedKey key : keys) {
      boolean named = kid.isEmpty() || key.kid().isEmpty() || key.kid().equals(kid);
      if (named && key.key().algorithm() == algorithm) {
        candidates.add(key);
      }
    }
    return candidates;
  }
}
