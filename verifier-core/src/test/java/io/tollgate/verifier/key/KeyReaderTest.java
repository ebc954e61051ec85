package io.tollgate.verifier.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReaderTest {
  private final TestKey one = TestKey.generate();
  private final TestKey two = TestKey.generate();

  @Test
  void aJwkIsOneKey() throws RefusedException {
    TrustedKey key = read(one.jwk("k1")).get(0);
    assertEquals(Optional.of("k1"), key.kid());
    assertEquals("k1", key.id());
    assertVerifies(one, key);
    assertVerifies(one, read("\r\n\t " + one.jwk("k1") + "\n").get(0));
  }

  @Test
  void aJwksIsSeveral() throws RefusedException {
    List<TrustedKey> keys = read("{\"keys\":[" + one.jwk("k1") + "," + two.jwk("k2") + "]}");
    assertEquals(2, keys.size());
    assertVerifies(one, keys.get(0));
    assertVerifies(two, keys.get(1));
  }

  @Test
  void pemMayHoldSeveralKeysAndTextBetweenThem() throws RefusedException {
    List<TrustedKey> keys = read("first\n" + one.pem() + "\nsecond\n" + two.pem() + "end\n");
    assertEquals(2, keys.size());
    assertVerifies(one, keys.get(0));
    assertVerifies(two, keys.get(1));
    assertEquals(Optional.empty(), keys.get(0).kid());
    assertEquals(keys.get(0).key().thumbprint(), keys.get(0).id());
  }

  @Test
  void useSaysWhatAKeyMaySign() throws RefusedException {
    assertEquals(KeyUse.SIGNATURE, read(one.jwk("k")).get(0).use());
    assertEquals(KeyUse.SIGNATURE, read(one.pem()).get(0).use());
    assertEquals(KeyUse.ROOT, read(one.jwk("k").replace("{", "{\"use\":\"root\",")).get(0).use());
  }

  @Test
  void thirtyTwoRawBytesInBase64UrlAreAnEd25519Key() throws RefusedException {
    // RFC 8037 appendix A.2 and A.3.
    String raw = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    for (String text : new String[] {raw, raw + "\n", " " + raw + "\r\n"}) {
      TrustedKey key = read(text).get(0);
      assertEquals(Algorithm.EDDSA, key.key().algorithm());
      assertEquals("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", key.id());
    }
    for (String text :
        new String[] {
          raw + "=",
          raw.substring(1),
          raw + "A",
          raw.replace("Ro", "Rp"),
          raw + " " + raw,
          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        }) {
      assertRefused(text);
    }
  }

  @Test
  void oneKeyInPemAndNothingElseIsAnEnclosedKey() throws RefusedException {
    String thumbprint = read(one.pem()).get(0).key().thumbprint();
    assertEquals(thumbprint, KeyReader.pem(" \r\n" + one.pem() + "\n ").orElseThrow().thumbprint());
    for (String text :
        new String[] {
          "",
          one.jwk("k"),
          one.pem() + two.pem(),
          "x" + one.pem(),
          one.pem() + "x",
          "-----BEGIN PUBLIC KEY-----",
          "-----END PUBLIC KEY-----",
          one.pem().replace("PUBLIC", "PRIVATE"),
          pem(new byte[] {1})
        }) {
      assertEquals(Optional.empty(), KeyReader.pem(text), text);
    }
  }

  @Test
  void thePemOfAKeyHasOneText() {
    byte[] der = {48, 1};
    String canonical = Base64.getEncoder().encodeToString(der);
    assertTrue(canonical.endsWith("E="), canonical);
    // Both are refused, for this is no key; the second one for its text already.
    assertTrue(detail(pem(der)).contains("sound key"));
    assertTrue(detail(pem(der).replace("E=", "F=")).contains("canonical"));
    assertEquals(Optional.empty(), KeyReader.pem(one.pem() + "\f"));
    assertEquals(Optional.empty(), KeyReader.pem("\u2003" + one.pem()));
  }

  @Test
  void pemMayHoldWhiteSpace() throws RefusedException {
    assertVerifies(one, read(one.pem().replace("\n", "\r\n")).get(0));
    assertVerifies(one, read(one.pem().replace("\n", " \t\n")).get(0));
  }

  @Test
  void useAlgAndKeyOpsThatFitAreFine() throws RefusedException {
    String jwk =
        one.jwk("k").replace("{", "{\"use\":\"sig\",\"alg\":\"ES256\",\"key_ops\":[\"verify\"],");
    assertVerifies(one, read(jwk).get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"alg\":\"ES384\"",
        "\"alg\":\"HS256\"",
        "\"alg\":\"RS256\"",
        "\"use\":\"enc\"",
        "\"use\":\"sign\"",
        "\"key_ops\":[\"sign\"]",
        "\"key_ops\":\"sign\"",
        "\"d\":\"AAAA\"",
        "\"k\":\"AAAA\"",
        "\"kty\":\"EC\"",
        "\"kid2\":1,\"kid2\":2",
        "\"alg\":1"
      })
  void aMemberThatDoesNotFitRefusesTheKey(String member) {
    assertRefused(one.jwk("k").replace("{", "{" + member + ","));
  }

  @Test
  void aRefusedKeyIsNamed() {
    String withoutKid = one.jwk("k").replace("\"kid\":\"k\",", "").replace("P-256", "P-384");
    assertTrue(detail(one.jwk("k7").replace("P-256", "P-384")).contains("the key k7,"));
    assertTrue(detail(withoutKid).contains("a key without kid,"));
  }

  @Test
  void keysOfOtherTypesCurvesAndSizesAreRefused() {
    assertRefused(one.jwk("k").replace("P-256", "P-384"));
    assertRefused(one.jwk("k").replace("P-256", "secp256k1"));
    assertRefused(one.jwk("k").replace("\"EC\"", "\"oct\""));
    assertRefused("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}");
    assertRefused(one.jwk("k").replace("\"kty\":\"EC\",", ""));
    assertRefused(one.jwk("k").replace("\"x\"", "\"z\""));
    assertRefused(one.jwk("k").replace(Base64Url.encode(one.y()), Base64Url.encode(two.y())));
    assertRefused(one.jwk("k").replace(Base64Url.encode(one.x()), "AAAA"));
    assertRefused(one.jwk("k").replace(Base64Url.encode(one.x()), Base64Url.encode(one.x()) + "="));
    assertRefused(TestKey.onCurve("secp384r1").pem());
  }

  @Test
  void aSetIsAnArrayOfKeysWithKidsOfTheirOwn() {
    assertRefused("{\"keys\":[]}");
    assertRefused("{\"keys\":{}}");
    assertRefused("{\"keys\":[1]}");
    assertRefused("{\"keys\":[" + one.jwk("k") + "," + two.jwk("k") + "]}");
    assertRefused("{\"keys\":[" + one.jwk("k") + "]} x");
  }

  @Test
  void pemThatIsNoWholePublicKeyIsRefused() {
    assertRefused(one.pem().replace("PUBLIC", "PRIVATE"));
    assertRefused(one.pem().replace("PUBLIC KEY", "CERTIFICATE"));
    assertRefused(one.pem().replace("BEGIN PUBLIC", "BEGIN SECRET"));
    assertRefused(one.pem().replace("-----END PUBLIC KEY-----", ""));
    assertRefused(one.pem() + "-----BEGIN PUBLIC KEY-----\n");
    assertRefused("-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n");
    assertRefused("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    assertRefused("");
    assertRefused("hello");
  }

  @Test
  void anSpkiWithACompressedPointOrATrailingByteIsRefused() {
    byte[] der = Base64.getMimeDecoder().decode(one.pem().replaceAll("-----[A-Z ]*-----", ""));
    byte[] longer = java.util.Arrays.copyOf(der, der.length + 1);
    assertRefused(pem(longer));
    byte[] compressed = der.clone();
    compressed[26] = 2;
    assertRefused(pem(compressed));
    byte[] otherCurve = der.clone();
    otherCurve[22] ^= 1;
    assertRefused(pem(otherCurve));
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    RefusedException e =
        assertThrows(
            RefusedException.class, () -> KeyReader.read("k.pem", new byte[] {(byte) 0xff}));
    assertEquals(ErrorCode.KEY_REFUSED, e.refusal().code());
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String detail(String text) {
    return assertThrows(RefusedException.class, () -> read(text)).refusal().detail();
  }

  private static List<TrustedKey> read(String text) throws RefusedException {
    return KeyReader.read("keys.json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(String text) {
    RefusedException e = assertThrows(RefusedException.class, () -> read(text), text);
    assertEquals(ErrorCode.KEY_REFUSED, e.refusal().code());
    assertTrue(e.refusal().detail().startsWith("keys.json "), e.refusal().detail());
  }

  private static void assertVerifies(TestKey signer, TrustedKey key) {
    byte[] message = {7};
    assertTrue(key.key().verifies(message, signer.rawSignature(message)));
    assertEquals(Algorithm.ES256, key.key().algorithm());
    assertArrayEquals(new byte[] {7}, message);
  }
}
