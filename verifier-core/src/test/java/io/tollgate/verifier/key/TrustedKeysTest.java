package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void rootKeysAreApart() {
    TrustedKey root = key(TestKey.generate().jwk("r").replace("{", "{\"use\":\"root\","));
    TrustedKeys keys = new TrustedKeys(List.of(k1, root));
    assertEquals(List.of(k1), keys.of(KeyUse.SIGNATURE).all());
    assertEquals(List.of(root), keys.of(KeyUse.ROOT).all());
    assertTrue(new TrustedKeys(List.of(k1)).of(KeyUse.ROOT).isEmpty());
  }

  @Test
  void theSameKeyMayHaveSeveralNames() {
    TestKey key = TestKey.generate();
    TrustedKey a = key(key.jwk("a"));
    TrustedKey b = key(key.jwk("b"));
    TrustedKeys keys = new TrustedKeys(List.of(k1, a, b));
    assertEquals(List.of(a, b), keys.withThumbprint(a.key().thumbprint()).all());
    assertTrue(keys.withThumbprint("x").isEmpty());
  }

  @Test
  void aReplacementTakesThePlaceOfItsAlgorithmAndUseOnly() {
    TrustedKey root = key(TestKey.generate().jwk("r").replace("{", "{\"use\":\"root\","));
    TrustedKey ed = key("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    TrustedKey other = key("PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw");
    assertEquals(
        List.of(k1, root, other), new TrustedKeys(List.of(k1, ed, root)).replacedBy(other).all());
    assertEquals(List.of(root, k2), new TrustedKeys(List.of(k1, root)).replacedBy(k2).all());
  }

  @Test
  void aReplacementIsNeverAnAddition() {
    TrustedKey ed = key("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assertEquals(List.of(k1), new TrustedKeys(List.of(k1)).replacedBy(ed).all());
  }

  private static TrustedKey key(String text) {
    try {
      return KeyReader.read("k", text.getBytes(StandardCharsets.UTF_8)).get(0);
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }
}
