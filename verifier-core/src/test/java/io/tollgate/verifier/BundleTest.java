package io.tollgate.verifier;

import static io.tollgate.verifier.Verdicts.granted;
import static io.tollgate.verifier.Verdicts.policy;
import static io.tollgate.verifier.Verdicts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.JsonText;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
  private static final OtherTestKey KEY = OtherTestKey.rsa();
  private static final OtherTestKey STRANGER = OtherTestKey.rsa();
  private static final TestKey ROOT = TestKey.generate();
  private static final TestKey OTHER_ROOT = TestKey.generate();
  private static final String CLAIMS = "{\"sub\":\"Acme\",\"jti\":\"lic-1\",\"exp\":3000}";
  private static final String ENDORSED = "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}";

  private final Policy trusting = policy(KEY.pem(), "token.formats=bundle");
  private final Policy rooted = policy(root(ROOT), "token.formats=bundle");

  @Test
  void anEnclosedKeyThatThePolicyTrustsCounts() {
    License license = granted(trusting, bundle(KEY.jwt(CLAIMS), KEY.pem()));
    assertEquals(TokenFormat.BUNDLE, license.format());
    assertEquals("RS256", license.algorithm());
    assertEquals("lic-1", license.licenseId());
    assertEquals("Acme", license.customerId());
    assertEquals(3_000_000, license.end());
    assertEquals(OptionalLong.empty(), license.keyTrustedUntil());
  }

  @Test
  void anUnknownKeyProvesNothingThoughTheSignatureFitsIt() {
    String forged = bundle(STRANGER.jwt(CLAIMS), STRANGER.pem());
    assertTrue(
        refused(ErrorCode.KEY_UNTRUSTED, trusting, forged).problem().contains("brings along"));
    refused(ErrorCode.KEY_UNTRUSTED, rooted, forged);
  }

  @Test
  void aTrustedKeyDoesNotVouchForAnotherKeysSignature() {
    refused(ErrorCode.TOKEN_SIGNATURE, trusting, bundle(STRANGER.jwt(CLAIMS), KEY.pem()));
    refused(ErrorCode.KEY_UNTRUSTED, trusting, bundle(KEY.jwt(CLAIMS), STRANGER.pem()));
  }

  @Test
  void aBundleIsJudgedByItsOwnKeyAndNoOther() {
    TestKey named = TestKey.generate();
    Policy two =
        policy("{\"keys\":[" + KEY.jwk("a") + "," + named.jwk("b") + "]}", "token.formats=bundle");
    granted(two, bundle(named.sign("{\"alg\":\"ES256\"}", CLAIMS), named.pem()));
    refused(
        ErrorCode.KEY_UNKNOWN, two, bundle(named.sign("{\"alg\":\"ES256\"}", CLAIMS), KEY.pem()));
  }

  @Test
  void theKidOfABundleIsCompared() {
    Policy named = policy(KEY.jwk("a"), "token.formats=bundle");
    granted(named, bundle(KEY.jws("{\"alg\":\"RS256\",\"kid\":\"a\"}", CLAIMS), KEY.pem()));
    refused(
        ErrorCode.KEY_UNKNOWN,
        named,
        bundle(KEY.jws("{\"alg\":\"RS256\",\"kid\":\"b\"}", CLAIMS), KEY.pem()));
  }

  @Test
  void theAlgorithmIsTheKeysInABundleToo() {
    refused(
        ErrorCode.KEY_UNKNOWN, trusting, bundle(KEY.jws("{\"alg\":\"ES256\"}", CLAIMS), KEY.pem()));
  }

  @Test
  void anEndorsedKeyCountsUntilTheEndorsementEnds() {
    License license = granted(rooted, endorsed(ROOT, ENDORSED, thumbprint(STRANGER), "2000"));
    assertEquals(OptionalLong.of(2_000_000), license.keyTrustedUntil());
    Verdict verdict = new Verdict.Granted(license);
    assertEquals(State.EXPIRING, status(verdict, 1_999_999).state());
    LicenseStatus after = status(verdict, 2_000_000);
    assertEquals(State.INVALID, after.state());
    assertEquals(Kind.INVALID, after.kind());
    assertFalse(after.opensGates());
    assertEquals(ErrorCode.KEY_ENDORSEMENT_ENDED, after.refusal().orElseThrow().code());
    assertEquals(rooted.rules().onInvalid(), after.atStart().orElseThrow());
    assertEquals(2_000_000, status(verdict, 1_999_999).nextTransition());
    assertEquals(Lifecycle.NEVER, after.nextTransition());
  }

  @Test
  void anEndorsementDoesNotLengthenALicense() {
    License license = granted(rooted, endorsed(ROOT, ENDORSED, thumbprint(STRANGER), "9000"));
    assertEquals(State.GRACE, status(new Verdict.Granted(license), 3_000_000).state());
    assertEquals(3_000_000, status(new Verdict.Granted(license), 2_999_999).nextTransition());
  }

  @Test
  void anEndorsementIsForOneKey() {
    Refusal refusal =
        refused(
            ErrorCode.KEY_ENDORSEMENT, rooted, endorsed(ROOT, ENDORSED, thumbprint(KEY), "2000"));
    assertTrue(refusal.detail().startsWith("It is for another key than"), refusal.detail());
  }

  @Test
  void onlyARootKeyEndorses() {
    refused(
        ErrorCode.KEY_ENDORSEMENT,
        rooted,
        endorsed(OTHER_ROOT, ENDORSED, thumbprint(STRANGER), "2000"));
    Policy withoutRoot = policy(ROOT.jwk("r"), "token.formats=bundle");
    refused(
        ErrorCode.KEY_ENDORSEMENT,
        withoutRoot,
        endorsed(ROOT, ENDORSED, thumbprint(STRANGER), "2000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"ES256\"}",
        "{\"alg\":\"ES256\",\"typ\":\"JWT\"}",
        "{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\"}",
        "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\",\"crit\":[\"x\"]}",
        "{\"alg\":\"RS256\",\"typ\":\"key-endorsement+jwt\"}",
        "{\"alg\":\"none\",\"typ\":\"key-endorsement+jwt\"}"
      })
  void anEndorsementSaysWhatItIs(String header) {
    refused(
        ErrorCode.KEY_ENDORSEMENT, rooted, endorsed(ROOT, header, thumbprint(STRANGER), "2000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "\"2000\"", "null", "1e99", "253402300800"})
  void theEndOfAnEndorsementIsATime(String exp) {
    refused(ErrorCode.KEY_ENDORSEMENT, rooted, endorsed(ROOT, ENDORSED, thumbprint(STRANGER), exp));
  }

  @Test
  void anEndorsementHasAKeyAndAnEnd() {
    for (String claims :
        new String[] {
          "{\"exp\":2000}",
          "{\"jkt\":\"" + thumbprint(STRANGER) + "\"}",
          "{\"jkt\":1,\"exp\":2000}",
          "[]",
          ""
        }) {
      refused(
          ErrorCode.KEY_ENDORSEMENT,
          rooted,
          bundle(STRANGER.jwt(CLAIMS), STRANGER.pem(), ROOT.sign(ENDORSED, claims)));
    }
    refused(ErrorCode.KEY_ENDORSEMENT, rooted, bundle(STRANGER.jwt(CLAIMS), STRANGER.pem(), "a.b"));
  }

  @Test
  void aRootKeySignsNoLicense() {
    refused(
        ErrorCode.KEY_UNTRUSTED,
        rooted,
        bundle(ROOT.sign("{\"alg\":\"ES256\"}", CLAIMS), ROOT.pem()));
    refused(
        ErrorCode.KEY_UNKNOWN,
        policy("{\"keys\":[" + root(ROOT) + "," + KEY.jwk("k") + "]}"),
        ROOT.sign("{\"alg\":\"ES256\"}", CLAIMS));
  }

  @Test
  void anEndorsedKeyCountsInItsBundleOnly() {
    Policy both =
        policy("{\"keys\":[" + root(ROOT) + "," + KEY.jwk("k") + "]}", "token.formats=bundle,jwt");
    granted(both, endorsed(ROOT, ENDORSED, thumbprint(STRANGER), "2000"));
    refused(ErrorCode.TOKEN_SIGNATURE, both, STRANGER.jwt(CLAIMS));
  }

  @Test
  void aBundleHasAJwtAndAPublicKey() {
    for (String bundle :
        new String[] {
          "{}",
          "{\"jwt\":\"" + KEY.jwt(CLAIMS) + "\"}",
          new JsonText().put("publicKey", KEY.pem()).toString(),
          bundle(KEY.jwt(CLAIMS), ""),
          bundle(KEY.jwt(CLAIMS), KEY.raw()),
          bundle(KEY.jwt(CLAIMS), KEY.pem() + KEY.pem()),
          bundle(KEY.jwt(CLAIMS), "x " + KEY.pem()),
          bundle(KEY.jwt(CLAIMS), KEY.pem() + " x"),
          bundle(KEY.jwt(CLAIMS), KEY.pem().replace("MII", "MIJ")),
          bundle("", KEY.pem()),
          bundle("a.b", KEY.pem())
        }) {
      refused(ErrorCode.TOKEN_MALFORMED, trusting, bundle);
    }
  }

  @Test
  void aBundleIsStrictJson() {
    String good = bundle(KEY.jwt(CLAIMS), KEY.pem());
    granted(trusting, good.replace("\"jwt\":", "\"note\":\"x\",\"jwt\":"));
    refused(ErrorCode.TOKEN_JSON, trusting, good + "x");
    refused(ErrorCode.TOKEN_JSON, trusting, good + good);
    refused(ErrorCode.TOKEN_JSON, trusting, good.replace("\"jwt\":", "\"jwt\":\"x\",\"jwt\":"));
    refused(ErrorCode.TOKEN_JSON, trusting, "{\"jwt\":1,\"publicKey\":\"x\"}");
    refused(ErrorCode.TOKEN_JSON, trusting, "{\"jwt\":");
  }

  @Test
  void aFormIsTakenOnlyIfThePolicyNamesIt() {
    refused(ErrorCode.TOKEN_FORMAT, policy(KEY.pem()), bundle(KEY.jwt(CLAIMS), KEY.pem()));
    refused(ErrorCode.TOKEN_FORMAT, trusting, KEY.jwt(CLAIMS));
  }

  @Test
  void aWarningComesBeforeTheEndorsementEndsToo() {
    License license = granted(rooted, endorsed(ROOT, ENDORSED, thumbprint(STRANGER), "2000"));
    Window second = new Window(0, 1_000);
    Lifecycle lifecycle = Lifecycle.of(license, second, second);
    assertEquals(1_999_000, lifecycle.warnFrom());
    assertEquals(State.EXPIRING, lifecycle.at(1_999_000));
    assertEquals(2_000_000, lifecycle.closesForGood());
    assertTrue(lifecycle.losesTrustFirst());
  }

  @Test
  void anEndorsementThatEndsInTheGraceEndsTheGrace() {
    License license = granted(rooted, endorsed(ROOT, ENDORSED, thumbprint(STRANGER), "3001"));
    Lifecycle lifecycle = Lifecycle.of(license, Window.NONE, new Window(0, 5_000));
    assertEquals(State.GRACE, lifecycle.at(3_000_999));
    assertEquals(3_001_000, lifecycle.closesForGood());
    assertFalse(lifecycle.losesTrustFirst());
  }

  @Test
  void whatIsWrongWithAnEndorsementIsSaidOnce() {
    String problem =
        refused(
                ErrorCode.KEY_ENDORSEMENT,
                rooted,
                bundle(STRANGER.jwt(CLAIMS), STRANGER.pem(), "a.b"))
            .problem();
    assertFalse(problem.contains(ErrorCode.TOKEN_MALFORMED.title()), problem);
    assertTrue(problem.contains("three parts"), problem);
  }

  private LicenseStatus status(Verdict verdict, long now) {
    return LicenseStatus.of(verdict, rooted.rules(), now);
  }

  private static String endorsed(TestKey root, String header, String thumbprint, String exp) {
    return bundle(
        STRANGER.jwt(CLAIMS),
        STRANGER.pem(),
        root.sign(header, "{\"jkt\":\"" + thumbprint + "\",\"exp\":" + exp + "}"));
  }

  private static String bundle(String jwt, String publicKey) {
    return new JsonText().put("jwt", jwt).put("publicKey", publicKey).toString();
  }

  private static String bundle(String jwt, String publicKey, String endorsement) {
    return new JsonText()
        .put("jwt", jwt)
        .put("publicKey", publicKey)
        .put("endorsement", endorsement)
        .toString();
  }

  private static String thumbprint(OtherTestKey key) {
    return KeyReader.pem(key.pem()).orElseThrow().thumbprint();
  }

  private static String root(TestKey key) {
    return key.jwk("root").replace("{", "{\"use\":\"root\",");
  }
}
