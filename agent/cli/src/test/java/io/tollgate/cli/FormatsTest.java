package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three forms of a license, and a policy that has a say before it is written. */
class FormatsTest {
  @TempDir private Path folder = Path.of("");
  private Tool tool = new Tool(folder);

  @BeforeEach
  void makeKeys() {
    tool = new Tool(folder);
    tool.does("keygen", "--alg", "EdDSA", "--kid", "ed", "--out", "@");
    tool.does("keygen", "--alg", "ES256", "--kid", "ec", "--out", "@");
  }

  @Test
  void licenceV1IsSignedOverExactlyWhatItsPageSays() throws Exception {
    issueV1("--claim", "edition=\"pro\"", "--claim", "n=1.50", "--out", "@token");
    String[] parts = tool.read("token").split("\\.", -1);
    assertEquals(5, parts.length);
    assertEquals(String.valueOf(Tool.NOW.toEpochMilli()), parts[0]);
    assertEquals("1806537600000", parts[1]);
    assertEquals("acme-corp", text(parts[2]));
    assertEquals("{\"licenceId\":\"lic-1\",\"edition\":\"pro\",\"n\":1.50}", text(parts[3]));
    String signed = "licence-v1:" + parts[0] + ":" + parts[1] + ":acme-corp:" + text(parts[3]);
    assertTrue(verifiesInTheJdk(signed, Base64.getUrlDecoder().decode(parts[4])));
    assertFalse(verifiesInTheJdk(signed + " ", Base64.getUrlDecoder().decode(parts[4])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed.public.raw", "ed.jwk.json", "ed.public.pem"})
  void licenceV1VerifiesWithEveryFormOfItsPublicKey(String keys) throws Exception {
    issueV1("--out", "@token");
    tool.policy(keys, "token.formats=licence-v1");
    assertEquals(0, tool.verifies("token"), tool.out());
    assertEquals(Optional.of("licence-v1"), tool.json().string("format"));
    assertEquals(Optional.of("lic-1"), tool.json().string("licenseId"));
    assertEquals(Optional.of("acme-corp"), tool.json().string("customerId"));
  }

  @Test
  void licenceV1OfAKeysetIsTheSame() throws Exception {
    tool.does("keystore", "key", "--out", "@kek.json");
    tool.does(
        "keystore",
        "import",
        "--key",
        "@ed.private.pem",
        "--keyset-key",
        "@kek.json",
        "--out",
        "@ed.keyset.json");
    issueV1("--out", "@one");
    tool.does(
        "issue",
        "--key",
        "@ed.keyset.json",
        "--keyset-key",
        "@kek.json",
        "--format",
        "licence-v1",
        "--sub",
        "acme-corp",
        "--jti",
        "lic-1",
        "--exp",
        "2027-04-01",
        "--out",
        "@two");
    assertEquals(tool.read("one"), tool.read("two"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "--iss;vendor;--iss has no place in licence-v1",
        "--aud;orders;--aud has no place in licence-v1",
        "--nbf;2027-01-01;--nbf has no place in licence-v1",
        "--kid;k;--kid has no place in licence-v1",
        "--endorsement;@ed.jwk.json;goes with --format bundle",
        "--sub;Acme Corp;--sub in licence-v1 is of 1 to 64",
        "--sub;a/b;--sub in licence-v1 is of 1 to 64",
        "--jti;;--jti in licence-v1 is of 1 to 64",
        "--jti;lic 1;--jti in licence-v1 is of 1 to 64",
        "--claim;licenceId=\"x\";use the option --jti",
        "--claim;a=b;is not JSON",
        "--key;@ec.private.pem;signed with an EdDSA key",
      })
  void whatLicenceV1CannotSayIsRefused(String option, String value, String why) {
    tool.refuses(why, withOption(v1("--out", "@never"), option, value == null ? "" : value));
    assertFalse(tool.has("never"));
  }

  @Test
  void licenceV1HasAtMost4096Characters() throws Exception {
    issueV1("--claim", "pad=\"\"", "--out", "@token");
    int left = 4096 - tool.read("token").length();
    // Three bytes of text are four characters of base64url.
    String most = "x".repeat(left / 4 * 3);
    issueV1("--claim", "pad=\"" + most + "\"", "--out", "@token");
    assertTrue(tool.read("token").length() > 4090, tool.read("token"));
    tool.refuses("at most 4096", v1("--claim", "pad=\"" + most + "xxxx\"", "--out", "@never"));
    assertFalse(tool.has("never"));
    tool.refuses("--sub", withOption(v1("--out", "@never"), "--sub", "x".repeat(65)));
  }

  @Test
  void aBundleHoldsAJwtAndItsKeyOnOneLine() throws Exception {
    bundle("ec", "--out", "@bundle");
    assertEquals(1, tool.read("bundle").lines().count());
    JsonObject bundle = Json.object(tool.read("bundle").getBytes(StandardCharsets.UTF_8));
    assertEquals(2, bundle.names().size());
    assertEquals(Optional.of(tool.read("ec.public.pem")), bundle.string("publicKey"));
    tool.policy("ec.public.pem", "token.formats=bundle");
    assertEquals(0, tool.verifies("bundle"), tool.out());
    assertEquals(Optional.of("bundle"), tool.json().string("format"));
    tool.policy("ed.public.pem", "token.formats=bundle");
    assertEquals(1, tool.verifies("bundle"));
    assertEquals(Optional.of("untrusted-key"), tool.json().string("reason"));
  }

  @Test
  void anEndorsedBundleVerifiesWhereOnlyTheRootIsKnown() throws Exception {
    endorse("ec", "P5Y");
    bundle("ec", "--endorsement", "@endorsement", "--out", "@bundle");
    assertEquals("", tool.err());
    tool.policy("root.jwk.json", "token.formats=bundle");
    assertEquals(0, tool.verifies("bundle"), tool.out());
    bundle("ec", "--out", "@alone");
    assertEquals(1, tool.verifies("alone"));
    assertEquals(Optional.of("untrusted-key"), tool.json().string("reason"));
  }

  @Test
  void anEndorsementOfAnotherKeyIsNotEnclosed() {
    endorse("ed", "P5Y");
    tool.refuses(
        "endorses another key",
        "issue",
        "--key",
        "@ec.private.pem",
        "--format",
        "bundle",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--endorsement",
        "@endorsement",
        "--out",
        "@never");
    tool.refuses(
        "would not verify",
        "issue",
        "--key",
        "@ec.private.pem",
        "--format",
        "bundle",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--endorsement",
        "@ec.public.pem",
        "--out",
        "@never");
    assertFalse(tool.has("never"));
  }

  @Test
  void anEndorsementWithoutAnEndIsNotEnclosed() throws Exception {
    SigningKey key = SigningKey.fromPem("ec", tool.read("ec.private.pem"));
    String header = "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}";
    for (String exp :
        new String[] {"", ",\"exp\":-1", ",\"exp\":\"2030\"", ",\"exp\":999999999999"}) {
      tool.write(
          "endless",
          TestKey.generate().sign(header, "{\"jkt\":\"" + key.thumbprint() + "\"" + exp + "}"));
      tool.refuses(
          "is no endorsement",
          "issue",
          "--key",
          "@ec.private.pem",
          "--format",
          "bundle",
          "--sub",
          "A",
          "--exp",
          "P1Y",
          "--endorsement",
          "@endless",
          "--out",
          "@never");
      assertFalse(tool.has("never"));
    }
  }

  @Test
  void anEndorsementThatEndsBeforeTheLicenseIsNoticed() {
    endorse("ec", "P6M");
    bundle("ec", "--endorsement", "@endorsement", "--out", "@bundle");
    assertTrue(tool.err().startsWith("Note: the endorsement ends at 2027-05-24"), tool.err());
    assertEquals(1, tool.err().lines().count(), tool.err());
    endorse("ec", "P1Y");
    bundle("ec", "--endorsement", "@endorsement", "--out", "@bundle");
    assertEquals("", tool.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--nbf 2027-11-24 --exp 2027-11-24, TG-TOK-0007",
    "--nbf 2028-01-01 --exp 2027-11-24, TG-TOK-0007",
    "--format licence-v1 --jti a --iat 2027-11-25 --exp 2027-11-24, TG-TOK-0007",
    "--format licence-v1 --jti a --exp +1000000000-01-01T00:00:00Z, is no instant",
    "--exp 202704010000, is no instant",
    "--exp P1Y --claim a=1 --claim a=2, --claim a is given twice",
    "--exp P1Y --claim a, NAME=JSON",
    "--exp P1Y --jti sha256:ABC, 64 lower-case hex"
  })
  void aLicenseThatCanNeverCountIsNotWritten(String options, String why) {
    tool.refuses(why, "issue --key @ed.private.pem --sub A --out @never " + options);
    assertFalse(tool.has("never"));
  }

  @Test
  void anIdThatCouldNotBeRevokedIsNotIssued() throws Exception {
    tool.refuses(
        "white space around it",
        "issue",
        "--key",
        "@ed.private.pem",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--jti",
        " lic-1");
    tool.does("issue --key @ed.private.pem --sub A --exp P1Y --jti lic-1 --out @token");
    tool.refuses(
        "and not the token",
        "issue --key @ed.private.pem --sub A --exp P1Y --jti " + tool.read("token"));
  }

  @Test
  void aLicenseThatTheProductsDenylistRevokesIsNotWritten() throws Exception {
    tool.does("denylist --key @ec.private.pem --seq 1 --revoke lic-7 --out @denylist");
    tool.policy("ec.jwk.json", "denylist.file=" + tool.path("denylist"));
    String issue = "issue --key @ec.private.pem --sub A --exp P1Y --policy @policy.properties";
    tool.refuses("TG-LIC-0006", issue + " --jti lic-7 --out @never");
    assertFalse(tool.has("never"));
    tool.does(issue + " --jti lic-8 --out @token");
  }

  @Test
  void aTokenIsForItsOwnerAndAListForAll() throws Exception {
    tool.does("issue --key @ec.private.pem --sub A --exp P1Y --out @token");
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token"))));
    tool.does("denylist --key @ec.private.pem --seq 1 --revoke lic-7 --out @denylist");
    assertTrue(
        Files.getPosixFilePermissions(folder.resolve("denylist"))
            .contains(PosixFilePermission.OWNER_READ));
    assertEquals(
        Files.getPosixFilePermissions(Files.createFile(folder.resolve("new"))),
        Files.getPosixFilePermissions(folder.resolve("denylist")));
  }

  @Test
  void aLinkIsFollowedAndADeviceIsWrittenTo() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("token"));
    Files.writeString(folder.resolve("token"), "old");
    tool.does("issue --key @ec.private.pem --sub A --exp P1Y --out @link");
    assertTrue(Files.isSymbolicLink(folder.resolve("link")));
    assertTrue(tool.read("token").startsWith("eyJ"), tool.read("token"));
    tool.does("issue --key @ec.private.pem --sub A --exp P1Y --out /dev/null");
    assertFalse(Files.isRegularFile(Path.of("/dev/null")));
  }

  @ParameterizedTest
  @CsvSource({
    "token.issuer=vendor, TG-TOK-0008",
    "token.audience=orders, another audience",
    "token.formats=bundle, has a form",
    "claims.installation=install, not for this installation",
    "token.version-claim=v, format version",
  })
  void aTokenThatThePolicyWouldRefuseIsNotWritten(String line, String why) throws Exception {
    tool.policy("ec.jwk.json", line, line.startsWith("token.version") ? "token.versions=1" : "");
    tool.refuses(
        why,
        "issue",
        "--key",
        "@ec.private.pem",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--policy",
        "@policy.properties",
        "--out",
        "@never");
    assertTrue(tool.err().contains("policy.properties would refuse it"), tool.err());
    assertFalse(tool.has("never"));
  }

  @Test
  void aTokenOfAKeyThatThePolicyDoesNotKnowIsNotWritten() throws Exception {
    tool.policy("ed.jwk.json");
    tool.refuses(
        "No key that this product trusts",
        "issue",
        "--key",
        "@ec.private.pem",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--policy",
        "@policy.properties",
        "--out",
        "@never");
    assertFalse(tool.has("never"));
  }

  @Test
  void whatIsNotValidNowIsWrittenAllTheSame() throws Exception {
    tool.policy("ec.jwk.json");
    for (String[] times :
        new String[][] {{"2020-01-01", "2021-01-01"}, {"2030-01-01", "2031-01-01"}}) {
      tool.does(
          "issue",
          "--key",
          "@ec.private.pem",
          "--sub",
          "A",
          "--iat",
          times[0],
          "--nbf",
          times[0],
          "--exp",
          times[1],
          "--policy",
          "@policy.properties",
          "--out",
          "@token");
      assertEquals(1, tool.verifies("token"));
    }
  }

  @Test
  void aPolicyThatBindsIsJudgedAtTheInstallationThatIsNamed() throws Exception {
    tool.policy("ec.jwk.json", "claims.installation=install");
    String[] issue = {
      "issue",
      "--key",
      "@ec.private.pem",
      "--sub",
      "A",
      "--exp",
      "P1Y",
      "--claim",
      "install=\"site-1\"",
      "--policy",
      "@policy.properties",
      "--out",
      "@token",
      "--installation",
      "site-1"
    };
    tool.does(issue);
    tool.refuses("not for this installation", withOption(issue, "--installation", "site-2"));
    tool.refuses(
        "goes with --policy",
        "issue",
        "--key",
        "@ec.private.pem",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--installation",
        "site-1");
  }

  @Test
  void aPolicyThatIsNotSoundIsOneLine() throws Exception {
    tool.policy("ec.jwk.json", "unknown=1");
    tool.refuses(
        "TG-CFG-0001",
        "issue",
        "--key",
        "@ec.private.pem",
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--policy",
        "@policy.properties",
        "--out",
        "@never");
    assertFalse(tool.has("never"));
  }

  @Test
  void aTokenLargerThanAgentsReadIsNotWritten() {
    for (String format : new String[] {"jwt", "bundle"}) {
      tool.refuses(
          "larger than 16 KiB",
          "issue",
          "--key",
          "@ec.private.pem",
          "--format",
          format,
          "--sub",
          "A",
          "--exp",
          "P1Y",
          "--claim",
          "pad=\"" + "x".repeat(13_000) + "\"",
          "--out",
          "@never");
      assertFalse(tool.has("never"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwt", "bundle", "licence-v1"})
  void windowsOfOneCustomerAreAClaimInEveryForm(String format) throws Exception {
    tool.does(
        withOption(
            v1("--claim", "tollgate={\"grace\":\"P30D\"}", "--out", "@token"), "--format", format));
    tool.policy("ed.jwk.json", "token.formats=jwt,bundle,licence-v1");
    assertEquals(0, tool.verifies("token"), tool.out());
    assertTrue(
        tool.json().string("graceEndsAt").orElseThrow().startsWith("2027-05-01T00:00:00"),
        tool.out());
    tool.refuses(
        "\"tollgate.grace\" is no ISO-8601 length",
        withOption(
            v1("--claim", "tollgate={\"grace\":\"soon\"}", "--out", "@never"), "--format", format));
  }

  private void endorse(String kid, String exp) {
    if (!tool.has("root.private.pem")) {
      tool.does("keygen", "--alg", "EdDSA", "--kid", "root", "--out", "@", "--use", "root");
    }
    tool.does(
        "endorse",
        "--key",
        "@root.private.pem",
        "--endorsed-key",
        "@" + kid + ".public.pem",
        "--exp",
        exp,
        "--out",
        "@endorsement");
  }

  private void bundle(String kid, String... more) {
    String[] issue = {
      "issue",
      "--key",
      "@" + kid + ".private.pem",
      "--format",
      "bundle",
      "--sub",
      "A",
      "--exp",
      "P1Y"
    };
    tool.does(concat(issue, more));
  }

  private void issueV1(String... more) {
    tool.does(v1(more));
  }

  private static String[] v1(String... more) {
    String[] issue = {
      "issue",
      "--key",
      "@ed.private.pem",
      "--format",
      "licence-v1",
      "--sub",
      "acme-corp",
      "--jti",
      "lic-1",
      "--exp",
      "2027-04-01"
    };
    return concat(issue, more);
  }

  /** The arguments with that option set to that value, whether it was there or not. */
  private static String[] withOption(String[] arguments, String option, String value) {
    String[] changed = arguments.clone();
    for (int i = 0; i < changed.length - 1; i++) {
      if (changed[i].equals(option)) {
        changed[i + 1] = value;
        return changed;
      }
    }
    return concat(arguments, option, value);
  }

  private static String[] concat(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private boolean verifiesInTheJdk(String signed, byte[] signature) throws Exception {
    byte[] spki = Pem.body(tool.read("ed.public.pem"), "PUBLIC KEY", "ed");
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    verifier.update(signed.getBytes(StandardCharsets.UTF_8));
    return verifier.verify(signature);
  }

  private static String text(String base64Url) {
    return new String(Base64.getUrlDecoder().decode(base64Url), StandardCharsets.UTF_8);
  }
}
