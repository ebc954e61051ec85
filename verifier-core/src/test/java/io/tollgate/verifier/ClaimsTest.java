package io.tollgate.verifier;

import static io.tollgate.verifier.Verdicts.granted;
import static io.tollgate.verifier.Verdicts.policy;
import static io.tollgate.verifier.Verdicts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Reason;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the policy reads from the claims: version, installation, tier, features, caps. */
class ClaimsTest {
  private static final TestKey KEY = TestKey.generate();

  @Test
  void whatThePolicyDoesNotNameIsNotRead() {
    assertEquals(Entitlements.NONE, entitlements("\"tier\":1,\"caps\":-1"));
  }

  @Test
  void tierFeaturesAndCapsStandWhereThePolicySays() {
    assertEquals(
        new Entitlements(
            Optional.of("gold"),
            List.of("export", "import"),
            Map.of("cpu", 64L, "ram", 0L, "vram", 9_007_199_254_740_991L)),
        entitlements(
            "\"acme\":{\"tier\":\"gold\",\"can\":[\"export\",\"import\",\"export\"],"
                + "\"limits\":{\"cpu\":64,\"ram\":0,\"vram\":9007199254740991}}",
            "claims.tier=acme.tier",
            "claims.features=acme.can",
            "claims.caps=acme.limits"));
  }

  @Test
  void capsKeepTheOrderOfTheToken() {
    assertEquals(
        "[z, a, m]",
        entitlements("\"c\":{\"z\":1,\"a\":2,\"m\":3}", "claims.caps=c")
            .caps()
            .keySet()
            .toString());
  }

  @Test
  void capsMayStandAloneAndInSeveralPlaces() {
    assertEquals(
        Map.of("max_discovered_services", 100L, "max_converted_services", 7L, "seats", 3L),
        entitlements(
                "\"max_discovered_services\":100,\"max_converted_services\":7.0,\"x\":{\"seats\":3}",
                "claims.caps=max_discovered_services,max_converted_services,x,absent")
            .caps());
  }

  @Test
  void oneFeatureMayBeAStringAndManyAnObjectOfBooleans() {
    assertEquals(
        List.of("export"), entitlements("\"f\":\"export\"", "claims.features=f").features());
    assertEquals(
        List.of("a", "c", "d"),
        entitlements(
                "\"f\":{\"a\":true,\"b\":false,\"c\":true},\"g\":[\"d\"]", "claims.features=f,g")
            .features());
  }

  @Test
  void whatIsAbsentIsNotGranted() {
    assertEquals(
        Entitlements.NONE,
        entitlements("\"a\":{}", "claims.tier=a.t", "claims.features=a.f", "claims.caps=b.c"));
  }

  @Test
  void aNameWithDotsIsReachedByAJsonPointer() {
    assertEquals(
        Optional.of("gold"),
        entitlements(
                "\"https://acme.com/tier\":{\"a~b\":\"gold\"}",
                "claims.tier=/https:~1~1acme.com~1tier/a~0b")
            .tier());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1.5",
        "1e-1",
        "9007199254740992",
        "1e99",
        "1e999999999",
        "\"5\"",
        "null",
        "true",
        "[5]",
        "{\"a\":-1}",
        "{\"a\":\"5\"}",
        "{\"a\":{\"b\":5}}",
        "{\"a\":null}"
      })
  void aCapIsAWholeNumberThatIsNotNegative(String cap) {
    assertMalformed("\"c\":" + cap, "claims.caps=c");
  }

  @Test
  void aCapStandsInOnePlace() {
    assertMalformed("\"a\":{\"x\":1},\"x\":2", "claims.caps=a,x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "null",
        "[1]",
        "[\"a\",null]",
        "\"\"",
        "[\" \"]",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\" \":true}",
        "[[\"a\"]]"
      })
  void featuresAreNames(String features) {
    assertMalformed("\"f\":" + features, "claims.features=f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "[\"gold\"]", "{}"})
  void aTierIsAString(String tier) {
    assertMalformed("\"t\":" + tier, "claims.tier=t");
  }

  @Test
  void aPathLeadsThroughObjects() {
    assertMalformed("\"a\":[{\"b\":\"c\"}]", "claims.tier=a.b");
    assertMalformed("\"a\":\"b\"", "claims.tier=a.b");
  }

  @ParameterizedTest
  @CsvSource({
    "2, true",
    "'\"2\"', true",
    "'\"v3\"', true",
    "1, false",
    "2.0, false",
    "'\"V3\"', false"
  })
  void theFormatVersionIsOneOfThoseAccepted(String version, boolean accepted) {
    Policy versions = policy(KEY.jwk("k"), "token.version-claim=acme.v", "token.versions=2, v3");
    String token = token("\"acme\":{\"v\":" + version + "}");
    if (accepted) {
      granted(versions, token);
    } else {
      Refusal refusal = refused(ErrorCode.TOKEN_VERSION, versions, token);
      assertEquals(Reason.UNSUPPORTED_VERSION, refusal.code().reason().orElseThrow());
      assertTrue(refusal.detail().contains("may be 2, v3"), refusal.detail());
    }
  }

  @Test
  void aTokenWithoutVersionIsOfNone() {
    Policy versions = policy(KEY.jwk("k"), "token.version-claim=v", "token.versions=1");
    refused(ErrorCode.TOKEN_VERSION, versions, token("\"x\":1"));
    refused(ErrorCode.TOKEN_JSON, versions, token("\"v\":[1]"));
  }

  @Test
  void theVersionIsLookedAtBeforeTheOtherClaims() {
    Policy versions = policy(KEY.jwk("k"), "token.version-claim=v", "token.versions=1");
    refused(ErrorCode.TOKEN_VERSION, versions, KEY.sign("{\"alg\":\"ES256\"}", "{\"v\":2}"));
  }

  @Test
  void aBoundLicenseCountsAtItsInstallationOnly() {
    Policy bound = policy(KEY.jwk("k"), "claims.installation=acme.installation");
    String token = token("\"acme\":{\"installation\":\"site-1\"}");
    granted(at(bound, "site-1"), token);
    Refusal refusal = refused(ErrorCode.TOKEN_INSTALLATION, at(bound, "site-2"), token);
    assertEquals(Reason.WRONG_INSTALLATION, refusal.code().reason().orElseThrow());
    assertTrue(refusal.detail().contains("site-1. This one is site-2."), refusal.detail());
    refused(ErrorCode.TOKEN_INSTALLATION, at(bound, "SITE-1"), token);
    refused(ErrorCode.TOKEN_INSTALLATION, new Verifier(bound), token);
  }

  @Test
  void aLicenseMayNameSeveralInstallations() {
    Policy bound = policy(KEY.jwk("k"), "claims.installation=i");
    granted(at(bound, "b"), token("\"i\":[\"a\",\"b\"]"));
    refused(ErrorCode.TOKEN_INSTALLATION, at(bound, "c"), token("\"i\":[\"a\",\"b\"]"));
  }

  @Test
  void whereThePolicyBindsALicenseThatNamesNoInstallationIsForNone() {
    Policy bound = policy(KEY.jwk("k"), "claims.installation=i");
    Refusal refusal = refused(ErrorCode.TOKEN_INSTALLATION, at(bound, "a"), token("\"x\":1"));
    assertTrue(refusal.detail().startsWith("It names none. This one is a."), refusal.detail());
    refused(ErrorCode.TOKEN_INSTALLATION, at(bound, "a"), token("\"i\":[]"));
    refused(ErrorCode.TOKEN_JSON, at(bound, "a"), token("\"i\":1"));
  }

  private static Verifier at(Policy policy, String installation) {
    return new Verifier(policy, policy.keys(), Optional.of(installation));
  }

  private static Entitlements entitlements(String claims, String... lines) {
    return granted(policy(KEY.jwk("k"), lines), token(claims)).entitlements();
  }

  private static void assertMalformed(String claims, String line) {
    Refusal refusal = refused(policy(KEY.jwk("k"), line), token(claims));
    assertEquals(Reason.MALFORMED, refusal.code().reason().orElseThrow(), refusal.message());
  }

  private static String token(String claims) {
    return KEY.sign("{\"alg\":\"ES256\"}", "{\"sub\":\"A\",\"exp\":1," + claims + "}");
  }
}
