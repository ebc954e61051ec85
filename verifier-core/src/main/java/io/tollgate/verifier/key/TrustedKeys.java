package io.tollgate.verifier.key;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
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

  /** All keys, in the order in which the policy names them. */
  public List<TrustedKey> all() {
    return keys;
  }

  /** Whether nothing is trusted. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Whether one of these is for that algorithm. */
  public boolean has(Algorithm algorithm) {
    return !candidates(algorithm, Optional.empty()).isEmpty();
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
   * do where the policy lets an environment variable replace the key. A key is never added: without
   * one to replace, these keys stay as they are.
   */
  public TrustedKeys replacedBy(TrustedKey replacement) {
    List<TrustedKey> replaced = new ArrayList<>();
    for (TrustedKey key : keys) {
      if (key.use() != replacement.use()
          || key.key().algorithm() != replacement.key().algorithm()) {
        replaced.add(key);
      }
    }
    if (replaced.size() < keys.size()) {
      replaced.add(replacement);
    }
    return new TrustedKeys(replaced);
  }

  /**
   * The key that made a signature.
   *
   * @param kid what the token calls it
   * @throws RefusedException with {@link ErrorCode#KEY_UNKNOWN} if there is none of that algorithm
   *     and name, {@link ErrorCode#TOKEN_SIGNATURE} if none of them made it
   */
  public TrustedKey signer(
      Algorithm algorithm, Optional<String> kid, byte[] signed, byte[] signature)
      throws RefusedException {
    List<TrustedKey> candidates = candidates(algorithm, kid);
    if (candidates.isEmpty()) {
      String named = kid.isPresent() ? " named " + kid.get() : "";
      throw new RefusedException(
          ErrorCode.KEY_UNKNOWN, "It asks for an " + algorithm.joseName() + " key" + named + ".");
    }
    for (TrustedKey candidate : candidates) {
      if (candidate.key().verifies(signed, signature)) {
        return candidate;
      }
    }
    throw new RefusedException(ErrorCode.TOKEN_SIGNATURE, "");
  }

  /**
   * The keys that a token may have been signed with, by what its header says; the header cannot
   * change what a key is good for. A token without {@code kid} is tried against every key of its
   * algorithm, and a key without one (from a PEM file) is tried for any {@code kid}.
   */
  List<TrustedKey> candidates(Algorithm algorithm, Optional<String> kid) {
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
