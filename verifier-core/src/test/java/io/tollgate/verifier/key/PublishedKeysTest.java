package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedKeysTest {
  private final TestKey one = TestKey.generate();
  private final TestKey two = TestKey.generate();

  @Test
  void everyUsableKeyIsRead() throws RefusedException {
    String root = one.jwk("root").replace("{", "{\"use\":\"root\",");
    assertEquals(List.of("k1", "k2", "root"), ids(set(one.jwk("k1"), two.jwk("k2"), root)));
  }

  @Test
  void whatElseTheServerSaysOfSetAndKeysIsNoMatter() throws RefusedException {
    String certified = one.jwk("k1").replace("{", "{\"x5t\":null,\"x5c\":[\"AAAA\"],");
    assertEquals(List.of("k1"), ids("{\"issuer\":7,\"keys\":[" + certified + "]}"));
  }

  /** RFC 7517 §5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AAAA\",\"kid\":\"k1\"}",
        "{\"kty\":\"AKP\",\"alg\":7,\"use\":{}}",
        "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":7}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{}"
      })
  void aKeyOfAnotherKindIsPassedOver(String other) throws RefusedException {
    assertEquals(List.of("k1"), ids(set(other, one.jwk("k1"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"alg\":\"ES384\"",
        "\"alg\":\"ECDH-ES\"",
        "\"use\":\"enc\"",
        "\"use\":\"other\"",
        "\"key_ops\":[\"sign\",\"deriveKey\"]"
      })
  void aKeyForOtherPurposesIsPassedOver(String member) throws RefusedException {
    String other = two.jwk("k1").replace("{", "{" + member + ",");
    assertEquals(List.of("k1"), ids(set(other, one.jwk("k1"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-521\",\"d\":\"AAAA\"}",
        "{\"kty\":\"AKP\",\"d\":null}"
      })
  void aPrivateOrSecretKeyRefusesTheSet(String other) {
    assertTrue(detail(set(one.jwk("k1"), other)).contains("private or secret"));
  }

  @Test
  void twoUsableKeysWithOneKidRefuseTheSet() {
    assertTrue(detail(set(one.jwk("k1"), two.jwk("k1"))).contains("two keys with the kid k1"));
  }

  @Test
  void keysWithoutKidMayBeSeveral() throws RefusedException {
    String unnamed = one.jwk("k").replace("\"kid\":\"k\",", "");
    String other = two.jwk("k").replace("\"kid\":\"k\",", "");
    assertEquals(2, ids(set(unnamed, other)).size());
  }

  @Test
  void aSetWithoutAKeyForLicensesIsRefused() {
    String root = one.jwk("root").replace("{", "{\"use\":\"root\",");
    for (String text : List.of(set(), set(root), set("{\"kty\":\"AKP\"}"))) {
      assertTrue(detail(text).contains("no key that can verify a license"), text);
    }
  }

  @Test
  void nothingButASetIsTaken() {
    String good = set(one.jwk("k1"));
    for (String text :
        List.of(
            "",
            one.jwk("k1"),
            one.pem(),
            "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "[" + one.jwk("k1") + "]",
            "{\"keys\":" + one.jwk("k1") + "}",
            "{\"keys\":[" + one.jwk("k1") + ",7]}",
            good + "x",
            "\ufeff" + good,
            good.replace("{\"keys\"", "{\"keys\":[],\"keys\""),
            good.replace("\"EC\"", "7"),
            good.replace("\"k1\"", "7"))) {
      detail(text);
    }
  }

  private static String set(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private static List<String> ids(String text) throws RefusedException {
    return KeyReader.readPublished("https://k.test/jwks", bytes(text)).stream()
        .map(TrustedKey::id)
        .toList();
  }

  private static String detail(String text) {
    Refusal refusal =
        assertThrows(
                RefusedException.class,
                () -> KeyReader.readPublished("https://k.test/jwks", bytes(text)),
                text)
            .refusal();
    assertEquals(ErrorCode.KEY_REFUSED, refusal.code());
    assertTrue(refusal.detail().startsWith("https://k.test/jwks "), refusal.detail());
    return refusal.detail();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
