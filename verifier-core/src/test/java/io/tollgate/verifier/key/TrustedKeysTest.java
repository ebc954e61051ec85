package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustedKeysTest {
  private final TrustedKey k1 = key(TestKey.generate().jwk("k1"));
  private final TrustedKey k2 = key(TestKey.generate().jwk("k2"));
  private final TrustedKey nameless = key(TestKey.generate().pem());

  @Test
  void aKidSelectsTheKeyOfThatName() {
    TrustedKeys keys = new TrustedKeys(List.of(k1, k2));
    assertEquals(List.of(k2), keys.candidates(Algorithm.ES256, Optional.of("k2")));
    assertEquals(List.of(), keys.candidates(Algorithm.ES256, Optional.of("K2")));
    assertEquals(List.of(), keys.candidates(Algorithm.ES256, Optional.of("")));
  }

  @Test
  void withoutKidEveryKeyOfTheAlgorithmIsTried() {
    assertEquals(
        List.of(k1, k2),
        new TrustedKeys(List.of(k1, k2)).candidates(Algorithm.ES256, Optional.empty()));
  }

  @Test
  void aKeyWithoutKidIsTriedForAnyKid() {
    assertEquals(
        List.of(nameless),
        new TrustedKeys(List.of(k1, nameless)).candidates(Algorithm.ES256, Optional.of("k9")));
  }

  private static TrustedKey key(String text) {
    try {
      return KeyReader.read("k", text.getBytes(StandardCharsets.UTF_8)).get(0);
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }
}
