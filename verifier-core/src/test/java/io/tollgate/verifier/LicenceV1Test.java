package io.tollgate.verifier;

import static io.tollgate.verifier.Verdicts.granted;
import static io.tollgate.verifier.Verdicts.policy;
import static io.tollgate.verifier.Verdicts.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Reason;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicenceV1Test {
  private static final OtherTestKey KEY = OtherTestKey.ed25519();
  private static final String CLAIMS = "{\"licenceId\":\"lic-1\"}";

  private final Policy policy =
      policy(KEY.raw(), "token.formats=licence-v1", "lifecycle.warn=PT0S", "lifecycle.grace=PT0S");

  @Test
  void aSignedLicenceIsGrantedWithWhatItSays() {
    License license = granted(policy, licence("1000", "2000", "acme-corp", CLAIMS));
    assertEquals(TokenFormat.LICENCE_V1, license.format());
    assertEquals("EdDSA", license.algorithm());
    assertEquals("acme-corp", license.customerId());
    assertEquals("lic-1", license.licenseId());
    assertEquals(OptionalLong.of(1_000), license.issuedAt());
    assertEquals(OptionalLong.of(1_000), license.notBefore());
    assertEquals(2_001, license.end());
  }

  @Test
  void itCountsAtBothItsFirstAndItsLastMillisecond() {
    Verdict verdict = new Verdict.Granted(granted(policy, licence("1000", "2000", "a", CLAIMS)));
    assertState(State.NOT_YET_VALID, Reason.NOT_YET_VALID, verdict, 999);
    assertEquals(State.VALID, LicenseStatus.of(verdict, policy.rules(), 1_000).state());
    assertEquals(State.VALID, LicenseStatus.of(verdict, policy.rules(), 2_000).state());
    assertState(State.EXPIRED, Reason.EXPIRED, verdict, 2_001);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "01",
        "-1",
        "+1",
        "",
        "1 ",
        "1e3",
        "9007199254740992",
        "0x1",
        "١",
        "99999999999999999999999999999999999999999999"
      })
  void aTimeIsAPositiveSafeIntegerWithoutLeadingZeros(String time) {
    refused(ErrorCode.TOKEN_MALFORMED, policy, licence(time, "2000", "a", CLAIMS));
    refused(ErrorCode.TOKEN_MALFORMED, policy, licence("1000", time, "a", CLAIMS));
  }

  @Test
  void theLargestSafeIntegerIsATime() {
    assertEquals(
        9_007_199_254_740_992L,
        granted(policy, licence("1", "9007199254740991", "a", CLAIMS)).end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.b_c-9", "_", "-", ".", "0", "AZ", "az", "09"})
  void anIdHasLettersDigitsDotsUnderscoresAndHyphens(String id) {
    License license = granted(policy, licence("1", "2", id, "{\"licenceId\":\"" + id + "\"}"));
    assertEquals(id, license.customerId());
    assertEquals(id, license.licenseId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\n", "\na", "a/b", "ä", "a:b", "a@b", "a,b", "[", "`", "{"})
  void anIdHasNothingElse(String id) {
    refused(ErrorCode.TOKEN_MALFORMED, policy, licence("1", "2", id, CLAIMS));
    String escaped = id.replace("\n", "\\n");
    refused(
        ErrorCode.TOKEN_CLAIM,
        policy,
        licence("1", "2", "a", "{\"licenceId\":\"" + escaped + "\"}"));
  }

  @Test
  void anIdHasAtMost64Characters() {
    String longest = "x".repeat(64);
    granted(policy, licence("1", "2", longest, "{\"licenceId\":\"" + longest + "\"}"));
    refused(ErrorCode.TOKEN_MALFORMED, policy, licence("1", "2", longest + "x", CLAIMS));
    refused(
        ErrorCode.TOKEN_CLAIM,
        policy,
        licence("1", "2", "a", "{\"licenceId\":\"" + longest + "x\"}"));
  }

  @Test
  void theClaimsMayHaveMore() {
    Policy tiers = policy(KEY.raw(), "token.formats=licence-v1", "claims.tier=edition.tier");
    License license =
        granted(
            tiers,
            licence(
                "1",
                "2",
                "a",
                "{\"edition\":{\"tier\":\"gold\"},\"licenceId\":\"l\",\"tollgate\":{\"grace\":\"PT1S\"}}"));
    assertEquals("gold", license.entitlements().tier().orElseThrow());
    assertEquals(1_000, license.terms().grace().orElseThrow().millis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"x\"",
        "1",
        "null",
        "",
        "{\"licenceId\":1}",
        "{\"licenceid\":\"l\"}",
        "{\"licenceId\":\"l\"}x",
        "{\"licenceId\":\"l\",\"licenceId\":\"l\"}",
        "{licenceId:\"l\"}"
      })
  void theClaimsAreAnObjectWithALicenceId(String claims) {
    assertEquals(
        Reason.MALFORMED,
        refused(policy, licence("1", "2", "a", claims)).code().reason().orElseThrow(),
        claims);
  }

  @Test
  void theClaimsAreSignedAsTheyStand() {
    String spaced = "{ \"licenceId\" : \"lic-1\" }";
    granted(policy, licence("1", "2", "a", spaced));
    String token = licence("1", "2", "a", CLAIMS);
    String other = licence("1", "2", "a", spaced);
    refused(
        ErrorCode.TOKEN_SIGNATURE,
        policy,
        other.substring(0, other.lastIndexOf('.')) + token.substring(token.lastIndexOf('.')));
  }

  @Test
  void aTokenHasFiveParts() {
    String token = licence("1", "2", "a", CLAIMS);
    refused(ErrorCode.TOKEN_FORMAT, policy, token + ".");
    refused(ErrorCode.TOKEN_FORMAT, policy, token.substring(0, token.lastIndexOf('.')));
    refused(ErrorCode.TOKEN_SIGNATURE, policy, token.substring(0, token.lastIndexOf('.') + 1));
  }

  @Test
  void eachPartHasOneEncoding() {
    String token = licence("1", "2", "a", CLAIMS);
    refused(ErrorCode.TOKEN_ENCODING, policy, token + "=");
    refused(ErrorCode.TOKEN_ENCODING, policy, token.replace(".YQ.", ".YQ==."));
    refused(ErrorCode.TOKEN_ENCODING, policy, token.replace(".YQ.", ".YR."));
    refused(ErrorCode.TOKEN_ENCODING, policy, token.replace(".YQ.", ".Y Q."));
    refused(ErrorCode.TOKEN_MALFORMED, policy, token.replace(".YQ.", "._w."));
  }

  @Test
  void itHasAtMost4096Characters() {
    String empty = licence("1", "2", "a", padded(0));
    int pad = (4096 - empty.length()) / 4 * 3;
    String longest = licence("1", "2", "a", padded(pad));
    assertEquals(4096, longest.length(), "nearly");
    granted(policy, longest);
    String tooLong = licence("1", "2", "a", padded(pad + 1));
    refused(ErrorCode.TOKEN_TOO_LONG, policy, tooLong);
  }

  @Test
  void anotherKeysSignatureIsABadOne() {
    refused(
        ErrorCode.TOKEN_SIGNATURE, policy, OtherTestKey.ed25519().licenceV1("1", "2", "a", CLAIMS));
  }

  @Test
  void onlyAnEd25519KeyIsAsked() {
    TrustedKeys rsa = policy(OtherTestKey.rsa().pem()).keys();
    refused(
        ErrorCode.KEY_UNKNOWN,
        new Verifier(policy, rsa, Optional.empty()),
        licence("1", "2", "a", CLAIMS));
  }

  @Test
  void aLicenceThatEndsBeforeItBeginsIsNone() {
    granted(policy, licence("2000", "2000", "a", CLAIMS));
    refused(ErrorCode.TOKEN_CLAIM, policy, licence("2001", "2000", "a", CLAIMS));
  }

  @Test
  void claimsThatMeanSomethingInAJwtAreTheVendorsOwnHere() {
    String others = "{\"licenceId\":\"lic-1\",\"iss\":{\"n\":1},\"aud\":7}";
    assertEquals(Optional.empty(), granted(policy, licence("1", "2", "a", others)).issuer());
    Policy asks = policy(KEY.raw(), "token.formats=licence-v1", "token.issuer=v");
    refused(ErrorCode.TOKEN_ISSUER, asks, licence("1", "2", "a", others));
    Policy demands = policy(KEY.raw(), "token.formats=licence-v1", "token.audience=v");
    refused(ErrorCode.TOKEN_AUDIENCE, demands, licence("1", "2", "a", others));
  }

  @Test
  void aRootKeySignsNoLicence() {
    String root =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"root\",\"x\":\"" + KEY.raw() + "\"}";
    String other =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + OtherTestKey.ed25519().raw() + "\"}";
    refused(
        ErrorCode.TOKEN_SIGNATURE,
        policy("{\"keys\":[" + root + "," + other + "]}", "token.formats=licence-v1"),
        licence("1", "2", "a", CLAIMS));
  }

  @Test
  void everyPartIsSigned() {
    String token = licence("1000", "2000", "acme", CLAIMS);
    refused(ErrorCode.TOKEN_SIGNATURE, policy, token.replace("1000.", "1001."));
    refused(ErrorCode.TOKEN_SIGNATURE, policy, token.replace(".2000.", ".9000."));
    refused(ErrorCode.TOKEN_SIGNATURE, policy, token.replace(".YWNtZQ.", ".YWNtZg."));
  }

  private static String padded(int characters) {
    return "{\"licenceId\":\"lic-1\",\"x\":\"" + "x".repeat(characters) + "\"}";
  }

  private static String licence(String issued, String expires, String customer, String claims) {
    return KEY.licenceV1(issued, expires, customer, claims);
  }

  private void assertState(State state, Reason reason, Verdict verdict, long now) {
    LicenseStatus status = LicenseStatus.of(verdict, policy.rules(), now);
    assertEquals(state, status.state());
    assertEquals(reason, status.refusal().orElseThrow().code().reason().orElseThrow());
  }
}
