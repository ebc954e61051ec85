package io.tollgate.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  private static final TestKey KEY = TestKey.generate();
  private static final TestKey OTHER_KEY = TestKey.generate();
  private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"JWT\"}";
  private static final String CLAIMS =
      "{\"sub\":\"Acme\",\"jti\":\"lic-1\",\"iss\":\"vendor\",\"iat\":1000,\"nbf\":2000,\"exp\":3000}";

  private final Verifier verifier = verifier("");

  @Test
  void aTokenOfATrustedKeyIsGrantedWithWhatItSays() {
    License license = granted(verifier, KEY.sign(HEADER, CLAIMS));
    assertEquals(
        new License(
            TokenFormat.JWT,
            "ES256",
            "k1",
            "lic-1",
            "Acme",
            Optional.of("vendor"),
            OptionalLong.of(1_000_000),
            OptionalLong.of(2_000_000),
            3_000_000,
            OptionalLong.empty(),
            License.Terms.NONE,
            Entitlements.NONE),
        license);
  }

  @Test
  void aTokenWithoutKidIsTriedAgainstTheKeysOfItsAlgorithm() {
    assertEquals("k1", granted(verifier, KEY.sign("{\"alg\":\"ES256\"}", CLAIMS)).keyId());
  }

  @Test
  void aLicenseWithoutJtiIsKnownByTheHashOfItsSignedBytes() {
    String token = KEY.sign(HEADER, "{\"sub\":\"Acme\",\"exp\":3000}");
    String signed = token.substring(0, token.lastIndexOf('.'));
    assertEquals(
        "sha256:" + Sha256.hex(signed.getBytes(StandardCharsets.US_ASCII)),
        granted(verifier, token).licenseId());
  }

  @Test
  void theTollgateClaimCarriesTheTerms() {
    String claims =
        "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"warn\":\"P1M\",\"grace\":\"PT1H\",\"on_expired\":\"gate\"}}";
    assertEquals(
        new License.Terms(
            Optional.of(new Window(1, 0)),
            Optional.of(new Window(0, 3_600_000)),
            Optional.of(OnProblem.GATE)),
        granted(verifier, KEY.sign(HEADER, claims)).terms());
  }

  @Test
  void theTollgateClaimMayHaltWhereThePolicyGates() {
    String claims = "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"on_expired\":\"halt\"}}";
    assertEquals(
        Optional.of(OnProblem.HALT),
        granted(verifier("start.on-expired=gate"), KEY.sign(HEADER, claims)).terms().onExpired());
  }

  @Test
  void blankPlacesHoldNoToken() {
    for (String text : new String[] {"", "  \r\n", "\ufeff"}) {
      Verdict.Missing missing =
          assertInstanceOf(
              Verdict.Missing.class,
              verifier.verify(text.getBytes(StandardCharsets.UTF_8), "/mnt/token"));
      assertEquals(ErrorCode.LICENSE_MISSING, missing.refusal().code());
      assertTrue(missing.refusal().detail().contains("/mnt/token"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b", "a.b.c.d", "a.b.c.d.e.f", ".b.c", "..", "a b c"})
  void whatHasNotThreePartsIsMalformed(String text) {
    assertRefused(ErrorCode.TOKEN_MALFORMED, text);
  }

  @Test
  void aTokenOverSixteenKibibytesIsRefusedBeforeItIsParsed() {
    String claims = CLAIMS.replace("{\"sub\"", "{\"x\":\"" + "y".repeat(16_384) + "\",\"sub\"");
    assertRefused(ErrorCode.TOKEN_TOO_LARGE, KEY.sign(HEADER, claims));
  }

  @Test
  void theEncodingOfEachPartIsCanonical() {
    String token = KEY.sign(HEADER, CLAIMS);
    String[] parts = token.split("\\.", -1);
    assertRefused(ErrorCode.TOKEN_ENCODING, token + "=");
    assertRefused(ErrorCode.TOKEN_ENCODING, "a.b.c");
    assertRefused(ErrorCode.TOKEN_ENCODING, parts[0] + "=." + parts[1] + "." + parts[2]);
    assertRefused(ErrorCode.TOKEN_ENCODING, parts[0] + "." + parts[1] + "=." + parts[2]);
    assertRefused(ErrorCode.TOKEN_ENCODING, parts[0] + "." + parts[1] + ". " + parts[2]);
    assertRefused(ErrorCode.TOKEN_ENCODING, parts[0] + "\n." + parts[1] + "." + parts[2]);
    // 64 bytes leave four unused bits in the last character: sixteen texts for one signature, one
    // of them canonical.
    char last = token.charAt(token.length() - 1);
    char neighbor = (char) (last + 1);
    assertRefused(ErrorCode.TOKEN_ENCODING, token.substring(0, token.length() - 1) + neighbor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\",\"alg\":\"ES256\"}",
        "{\"alg\":\"ES256\"} ",
        "{\"alg\":\"ES256\"}x",
        "[\"ES256\"]",
        "{\"alg\":1}",
        "{\"alg\":\"ES256\",\"kid\":1}",
        "{\"alg\":\"ES256\",\"typ\":1}",
        "{alg:\"ES256\"}"
      })
  void aHeaderIsStrictJson(String header) {
    boolean trailingSpace = header.endsWith(" ");
    if (trailingSpace) {
      granted(verifier, KEY.sign(header, CLAIMS)); // white space is JSON (RFC 8259 §2)
    } else {
      assertRefused(ErrorCode.TOKEN_JSON, KEY.sign(header, CLAIMS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"\"}",
        "{}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"HS512\",\"kid\":\"k1\"}",
        "{\"alg\":\"ES384\"}",
        "{\"alg\":\"es256\"}",
        "{\"alg\":\"ES256K\"}",
        "{\"alg\":\"PS256\"}",
        "{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"ES256\",\"crit\":null}",
        "{\"alg\":\"ES256\",\"b64\":false}",
        "{\"alg\":\"ES256\",\"b64\":true}",
        "{\"alg\":\"ES256\",\"zip\":\"DEF\"}",
        "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}",
        "{\"alg\":\"ES256\",\"typ\":\"application/KEY-endorsement+jwt\"}",
        "{\"alg\":\"ES256\",\"typ\":\"license-denylist+jwt\"}",
        "{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}",
        "{\"alg\":\"ES256\",\"typ\":\"\"}"
      })
  void aHeaderThatAsksForMoreThanASignatureIsRefused(String header) {
    assertRefused(ErrorCode.TOKEN_HEADER, KEY.sign(header, CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "application/jwt", "Application/JWT"})
  void aTypThatSaysJwtIsFine(String typ) {
    granted(verifier, KEY.sign("{\"alg\":\"ES256\",\"typ\":\"" + typ + "\"}", CLAIMS));
  }

  @Test
  void aTokenCannotBringItsOwnKey() {
    String jwk = "{\"alg\":\"ES256\",\"jwk\":" + OTHER_KEY.jwk("k1") + ",\"jku\":\"https://x\"}";
    assertRefused(ErrorCode.TOKEN_SIGNATURE, OTHER_KEY.sign(jwk, CLAIMS));
    granted(verifier, KEY.sign(jwk, CLAIMS));
  }

  @Test
  void aKidThatNobodyHasIsAnUnknownKey() {
    Verdict.Refused refused =
        assertInstanceOf(
            Verdict.Refused.class,
            verify(verifier, KEY.sign("{\"alg\":\"ES256\",\"kid\":\"k2\"}", CLAIMS)));
    assertEquals(ErrorCode.KEY_UNKNOWN, refused.refusal().code());
    assertTrue(refused.refusal().detail().startsWith("It asks for an ES256 key named k2."));
    assertRefused(ErrorCode.KEY_UNKNOWN, KEY.sign("{\"alg\":\"ES256\",\"kid\":\"../k1\"}", CLAIMS));
  }

  @Test
  void anotherKeysSignatureIsBad() {
    assertRefused(ErrorCode.TOKEN_SIGNATURE, OTHER_KEY.sign(HEADER, CLAIMS));
  }

  @Test
  void aRefusalSaysWhereTheTokenWasRead() {
    Verdict.Refused refused =
        assertInstanceOf(Verdict.Refused.class, verify(verifier, OTHER_KEY.sign(HEADER, CLAIMS)));
    assertEquals("It was read from test.", refused.refusal().detail());
    refused = assertInstanceOf(Verdict.Refused.class, verify(verifier, "x"));
    assertEquals(
        "It does not have three parts with a dot between them. It was read from test.",
        refused.refusal().detail());
  }

  @Test
  void aRefusedTypIsToldWhatItShouldBe() {
    Verdict.Refused refused =
        assertInstanceOf(
            Verdict.Refused.class,
            verify(verifier, KEY.sign("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", CLAIMS)));
    assertTrue(refused.refusal().detail().startsWith("Its \"typ\" is not jwt."));
  }

  @Test
  void aPolicyOfKeysAloneAsksForTheirSignatureInAnyForm() {
    Policy anything = Policy.of(Verdicts.policy(KEY.pem()).keys());
    granted(new Verifier(anything), KEY.sign(HEADER, CLAIMS));
    granted(
        new Verifier(anything),
        new JsonText().put("jwt", KEY.sign(HEADER, CLAIMS)).put("publicKey", KEY.pem()).toString());
    assertRefused(
        ErrorCode.TOKEN_SIGNATURE, verify(new Verifier(anything), OTHER_KEY.sign(HEADER, CLAIMS)));
  }

  @Test
  void anUnsignedTokenIsBad() {
    String token = KEY.sign(HEADER, CLAIMS);
    assertRefused(ErrorCode.TOKEN_SIGNATURE, token.substring(0, token.lastIndexOf('.') + 1));
  }

  @Test
  void anyFlippedBitOfATokenIsNoticed() {
    byte[] token = KEY.sign(HEADER, CLAIMS).getBytes(StandardCharsets.US_ASCII);
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] flipped = token.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertInstanceOf(Verdict.Refused.class, verifier.verify(flipped, "test"), "bit " + bit);
    }
  }

  @Test
  void claimsAreNotReadBeforeTheSignature() {
    assertRefused(ErrorCode.TOKEN_SIGNATURE, OTHER_KEY.sign(HEADER, "not json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{\"sub\":\"A\",\"exp\":1,\"exp\":99999999}",
        "{\"sub\":\"A\",\"exp\":\"3000\"}",
        "{\"sub\":\"A\",\"exp\":null}",
        "{\"sub\":\"A\",\"exp\":1,\"iat\":\"1\"}",
        "{\"sub\":\"A\",\"exp\":1,\"nbf\":true}",
        "{\"sub\":1,\"exp\":1}",
        "{\"sub\":\"A\",\"exp\":1,\"jti\":1}",
        "{\"sub\":\"A\",\"exp\":1,\"iss\":[\"x\"]}",
        "{\"sub\":\"A\",\"exp\":1,\"aud\":1}",
        "{\"sub\":\"A\",\"exp\":1,\"aud\":[\"x\",1]}",
        "{\"sub\":\"A\",\"exp\":1,\"tollgate\":\"x\"}",
        "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"warn\":1}}",
        "{\"sub\":\"A\",\"exp\":1}{}"
      })
  void claimsAreStrictJsonOfTheRightTypes(String claims) {
    assertRefused(ErrorCode.TOKEN_JSON, KEY.sign(HEADER, claims));
  }

  @Test
  void claimsAreWellFormedUtf8() {
    byte[] claims = CLAIMS.getBytes(StandardCharsets.UTF_8);
    claims[9] = (byte) 0xff;
    assertRefused(ErrorCode.TOKEN_JSON, KEY.sign(HEADER, claims));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"exp\":1}",
        "{\"sub\":\"\",\"exp\":1}",
        "{\"sub\":\" \",\"exp\":1}",
        "{\"sub\":\"A\"}",
        "{\"sub\":\"A\",\"exp\":-1}",
        "{\"sub\":\"A\",\"exp\":253402300800}",
        "{\"sub\":\"A\",\"exp\":1e999999999}",
        "{\"sub\":\"A\",\"exp\":1,\"iat\":-1}",
        "{\"sub\":\"A\",\"exp\":1,\"nbf\":1e30}",
        "{\"sub\":\"A\",\"exp\":1,\"jti\":\"\"}",
        "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"warn\":\"soon\"}}",
        "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"grace\":\"-P1D\"}}",
        "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"on_expired\":\"evaluate\"}}",
        "{\"sub\":\"A\",\"exp\":1,\"tollgate\":{\"forever\":true}}"
      })
  void claimsHaveValuesThatMakeSense(String claims) {
    assertRefused(ErrorCode.TOKEN_CLAIM, KEY.sign(HEADER, claims));
  }

  @ParameterizedTest
  @CsvSource({"vendor, true", "other, false", "Vendor, false"})
  void theIssuerIsTheOneThatThePolicyNames(String issuer, boolean granted) {
    Verdict verdict = verify(verifier("token.issuer=" + issuer), KEY.sign(HEADER, CLAIMS));
    assertEquals(granted, verdict instanceof Verdict.Granted);
    if (verdict instanceof Verdict.Refused refused) {
      assertEquals(ErrorCode.TOKEN_ISSUER, refused.refusal().code());
    }
  }

  @Test
  void aTokenWithoutIssuerIsNotForAPolicyThatNamesOne() {
    assertRefused(
        ErrorCode.TOKEN_ISSUER,
        verify(verifier("token.issuer=v"), KEY.sign(HEADER, "{\"sub\":\"A\",\"exp\":1}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"app\"; true",
        "[\"other\",\"app\"]; true",
        "\"other\"; false",
        "[]; false",
        "[\"apple\"]; false"
      })
  void theAudienceHoldsTheOneThatThePolicyNames(String aud, boolean granted) {
    String token = KEY.sign(HEADER, "{\"sub\":\"A\",\"exp\":1,\"aud\":" + aud + "}");
    Verdict verdict = verify(verifier("token.audience=app"), token);
    assertEquals(granted, verdict instanceof Verdict.Granted);
    if (verdict instanceof Verdict.Refused refused) {
      assertEquals(ErrorCode.TOKEN_AUDIENCE, refused.refusal().code());
    }
  }

  @Test
  void anExpiredTokenIsGrantedBecauseTimeIsNotTheVerifiersBusiness() {
    assertEquals(0, granted(verifier, KEY.sign(HEADER, "{\"sub\":\"A\",\"exp\":0}")).end());
  }

  @Test
  void aPemKeyVerifiesATokenOfAnyKid() {
    Verifier pem = verifier("", KEY.pem());
    String keyId = granted(pem, KEY.sign(HEADER, CLAIMS)).keyId();
    assertFalse(keyId.isEmpty());
    assertRefused(ErrorCode.TOKEN_SIGNATURE, verify(pem, OTHER_KEY.sign(HEADER, CLAIMS)));
  }

  @Test
  void noMessageEverHoldsTheToken() {
    String token = OTHER_KEY.sign(HEADER, CLAIMS);
    for (String text : new String[] {token, token + ".x", token + "=", "x" + token}) {
      Verdict.Refused refused = assertInstanceOf(Verdict.Refused.class, verify(verifier, text));
      String message = refused.refusal().message();
      for (String part : token.split("\\.", -1)) {
        assertFalse(message.contains(part), message);
      }
    }
  }

  @Test
  void twoTextsOfOneSignatureAreOneLicense() {
    String token = KEY.sign(HEADER, "{\"sub\":\"A\",\"exp\":1}");
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64Url.decode(token.substring(dot + 1)).orElseThrow();
    java.math.BigInteger order =
        new java.math.BigInteger(
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    java.math.BigInteger s =
        order.subtract(
            new java.math.BigInteger(1, java.util.Arrays.copyOfRange(signature, 32, 64)));
    byte[] magnitude = s.toByteArray();
    java.util.Arrays.fill(signature, 32, 64, (byte) 0);
    int length = Math.min(32, magnitude.length);
    System.arraycopy(magnitude, magnitude.length - length, signature, 64 - length, length);
    String twin = token.substring(0, dot + 1) + Base64Url.encode(signature);
    assertEquals(granted(verifier, token), granted(verifier, twin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000", "3000.5", "9000"})
  void aLicenseThatEndsBeforeItBeginsIsNone(String nbf) {
    assertRefused(
        ErrorCode.TOKEN_CLAIM,
        KEY.sign(HEADER, "{\"sub\":\"A\",\"exp\":3000,\"nbf\":" + nbf + "}"));
  }

  private static Verifier verifier(String policyLine) {
    return verifier(policyLine, KEY.jwk("k1"));
  }

  private static Verifier verifier(String policyLine, String key) {
    Map<String, String> files =
        Map.of(
            "policy",
            "product.name=P\nproduct.contact=C\nkeys.file=key\n" + policyLine + "\n",
            "key",
            key);
    try {
      return new Verifier(
          PolicyReader.read(
              "policy",
              name -> {
                String file = files.get(name);
                if (file == null) {
                  throw new IOException(name);
                }
                return file.getBytes(StandardCharsets.UTF_8);
              }));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  private static Verdict verify(Verifier verifier, String token) {
    return verifier.verify(token.getBytes(StandardCharsets.UTF_8), "test");
  }

  private static License granted(Verifier verifier, String token) {
    Verdict verdict = verify(verifier, token);
    return assertInstanceOf(Verdict.Granted.class, verdict, verdict.toString()).license();
  }

  private void assertRefused(ErrorCode code, String token) {
    assertRefused(code, verify(verifier, token));
  }

  private static void assertRefused(ErrorCode code, Verdict verdict) {
    Refusal refusal =
        assertInstanceOf(Verdict.Refused.class, verdict, verdict.toString()).refusal();
    assertEquals(code, refusal.code(), refusal.message());
  }
}
