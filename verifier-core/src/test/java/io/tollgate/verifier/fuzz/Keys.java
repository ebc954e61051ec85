package io.tollgate.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import java.util.List;
import java.util.Optional;

/** What holds for every key file. */
final class Keys {
  private static final byte[] SIGNED = {1, 2, 3};

  /** The signature of an empty modulus, of an Ed25519 or P-256 key, of RSA with 2048 bits. */
  private static final List<byte[]> SIGNATURES = List.of(new byte[0], new byte[64], new byte[256]);

  private Keys() {}

  /** It is refused, or holds keys that have a name and do not verify what nobody signed. */
  static void hold(byte[] file) {
    verifyNothing(Bounds.hold(() -> KeyReader.read("keys", file)).orElse(List.of()));
  }

  /** As {@link #hold}, of what a server publishes; one key at least is for licenses. */
  static void holdPublished(byte[] file) {
    Optional<List<TrustedKey>> published = Bounds.hold(() -> KeyReader.readPublished("keys", file));
    verifyNothing(published.orElse(List.of()));
    if (published.isPresent()) {
      assertTrue(published.get().stream().anyMatch(key -> key.use() == KeyUse.SIGNATURE));
    }
  }

  private static void verifyNothing(List<TrustedKey> keys) {
    for (TrustedKey key : keys) {
      assertFalse(key.key().thumbprint().isEmpty());
      for (byte[] signature : SIGNATURES) {
        assertFalse(Bounds.hold(() -> key.key().verifies(SIGNED, signature)).orElseThrow());
      }
    }
  }
}
