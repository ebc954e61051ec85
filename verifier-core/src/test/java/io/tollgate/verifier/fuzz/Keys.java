package io.tollgate.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKey;
import java.util.List;

/** What holds for every key file. */
final class Keys {
  private static final byte[] SIGNED = {1, 2, 3};

  /** The signature of an empty modulus, of an Ed25519 or P-256 key, of RSA with 2048 bits. */
  private static final List<byte[]> SIGNATURES = List.of(new byte[0], new byte[64], new byte[256]);

  private Keys() {}

  /** It is refused, or holds keys that have a name and do not verify what nobody signed. */
  static void hold(byte[] file) {
    List<TrustedKey> keys = Bounds.hold(() -> KeyReader.read("keys", file)).orElse(List.of());
    for (TrustedKey key : keys) {
      assertFalse(key.key().thumbprint().isEmpty());
      for (byte[] signature : SIGNATURES) {
        assertFalse(Bounds.hold(() -> key.key().verifies(SIGNED, signature)).orElseThrow());
      }
    }
  }
}
