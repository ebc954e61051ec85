package io.tollgate.verifier.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set of trusted keys. */
public final class TrustedKeys {
  private final List<TrustedKey> keys;

  public TrustedKeys(List<TrustedKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** The one key that a root key has endorsed. */
  public static TrustedKeys endorsed(VerificationKey key) {
    return new TrustedKeys(List.of(TrustedKey.unnamed(key)));
  }

  public List<TrustedKey> all() {
    return keys;
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The keys of one use. */
  public TrustedKeys of(KeyUse use) {
    List<TrustedKey> ofThatUse = new ArrayList<>();
    for (TrustedKey key : keys) {
      if (key.use() == use) {
        ofThatUse.add(key);
      }
    }
    return new TrustedKeys(ofThatUse);
  }

  /** The same key by its RFC 7638 thumbprint, under each name that it has here. */
  public TrustedKeys withThumbprint(String thumbprint) {
    List<TrustedKey> same = new ArrayList<>();
    for (TrustedKey key : keys) {
      if (key.key().thumbprint().equals(thumbprint)) {
        same.add(key);
      }
    }
    return new TrustedKeys(same);
  }

  /**
   * These keys with one in the place of those for the same algorithm and use: what an operator may
   * do where the policy lets an environment variable replace the key.
   */
  public TrustedKeys replacedBy(TrustedKey replacement) {
    List<TrustedKey> replaced = new ArrayList<>();
    for (TrustedKey key : keys) {
      if (key.use() != replacement.use()
          || key.key().algorithm() != replacement.key().algorithm()) {
        replaced.add(key);
      }
    }
    replaced.add(replacement);
    return new TrustedKeys(replaced);
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
