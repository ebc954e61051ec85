package io.tollgate.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OperatorMainTest {
  private static final TestKey KEY = TestKey.generate();
  private static final String POLICY =
      "product.name=Acme Orders\nproduct.contact=C\nkeys.file=k1.json\n";

  /** 2027-04-01T00:00:00Z. */
  private static final String TOKEN =
      KEY.sign(
          "{\"alg\":\"ES256\",\"kid\":\"k1\"}",
          "{\"sub\":\"Acme\",\"jti\":\"lic-1\",\"iss\":\"v\",\"iat\":1795335929,\"exp\":1806537600}");

  private final Operator operator = new Operator();
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writePolicy() throws IOException {
    Files.writeString(folder.resolve("policy.properties"), POLICY);
    Files.writeString(folder.resolve("k1.json"), KEY.jwk("k1"));
    Files.writeString(folder.resolve("token"), TOKEN + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T00:00:00Z, 0, licensed, EXPIRING, 130",
    "2026-09-30T23:59:59.999Z, 0, licensed, VALID, 183",
    "2026-10-01T00:00:00Z, 0, licensed, EXPIRING, 182",
    "2027-03-31T23:59:59.999Z, 0, licensed, EXPIRING, 1",
    "2027-04-01T00:00:00Z, 3, grace, GRACE, 0",
    "2027-06-29T23:59:59.999Z, 3, grace, GRACE, -89",
    "2027-06-30T00:00:00Z, 1, invalid, EXPIRED, -90"
  })
  void verifyJudgesAtTheInstantThatItIsTold(
      String at, int status, String kind, String state, String days) throws JsonException {
    assertEquals(status, runWithPolicy("verify", "--file", path("token"), "--at", at));
    JsonObject json = json();
    assertEquals(Optional.of(kind), json.string("kind"));
    assertEquals(Optional.of(state), json.string("state"));
    assertEquals(Optional.of(new JsonNumber(days)), json.number("daysUntilExpiry"));
    assertEquals(Optional.of("2027-04-01T00:00:00.000Z"), json.string("expiresAt"));
    assertEquals(Optional.of("2027-06-30T00:00:00.000Z"), json.string("graceEndsAt"));
    assertEquals(Optional.of("lic-1"), json.string("licenseId"));
    assertEquals(Optional.of("Acme"), json.string("customerId"));
    assertEquals(Optional.of("v"), json.string("issuer"));
    assertEquals(Optional.of("ES256"), json.string("algorithm"));
    assertEquals(Optional.of("k1"), json.string("keyId"));
    assertEquals(Optional.of("jwt"), json.string("format"));
    boolean refused = state.equals("EXPIRED");
    assertEquals(refused ? Optional.of("expired") : Optional.empty(), json.string("reason"));
    assertEquals(refused ? Optional.of("TG-LIC-0002") : Optional.empty(), json.string("code"));
  }

  @Test
  void verifyTakesTheTokenAsAnArgumentOrFromStandardInput() throws JsonException {
    assertEquals(0, runWithPolicy("verify", TOKEN, "--at", "2026-01-01T00:00:00Z"));
    operator.withInput(TOKEN);
    assertEquals(0, runWithPolicy("verify", "-", "--at", "2026-01-01T00:00:00Z"));
    assertEquals(Optional.of("VALID"), json().string("state"));
  }

  @Test
  void verifyOfAChangedTokenIsOneJsonObjectAndStatusOne() throws JsonException {
    assertEquals(1, runWithPolicy("verify", TOKEN.replace("eyJ", "eyK")));
    assertEquals(Optional.of("invalid"), json().string("kind"));
    assertEquals(Optional.of("malformed"), json().string("reason"));
    assertEquals("", operator.err());
  }

  @Test
  void verifyOfNothingIsMissing() throws JsonException {
    assertEquals(1, runWithPolicy("verify", "--file", path("gone")));
    assertEquals(Optional.of("MISSING"), json().string("state"));
    assertEquals(Optional.of("missing"), json().string("reason"));
  }

  @Test
  void verifyWithoutPolicyIsAMistakeInAnUnsealedJar() {
    assertEquals(2, run(Map.of(), "verify", TOKEN));
    assertTrue(operator.err().startsWith("TG-CFG-0006 "), operator.err());
    assertEquals(1, operator.err().lines().count());
    assertEquals("", operator.out());
  }

  @Test
  void aSealedJarJudgesByItsOwnPolicyUnlessItIsToldAnother() throws Exception {
    Map<String, String> sealed = new HashMap<>();
    sealed.put("META-INF/tollgate/policy.properties", POLICY);
    sealed.put("META-INF/tollgate/keys/k1.json", KEY.jwk("k1"));
    assertEquals(0, run(sealed, "verify", TOKEN, "--at", "2026-01-01T00:00:00Z"));
    assertEquals(Optional.of("VALID"), json().string("state"));
    Files.writeString(folder.resolve("k1.json"), TestKey.generate().jwk("k1"));
    assertEquals(1, run(sealed, "verify", TOKEN, "--policy", path("policy.properties")));
    assertEquals(Optional.of("bad-signature"), json().string("reason"));
  }

  @Test
  void aTokenFromStandardInputIsSaidToComeFromThere() throws Exception {
    operator.withInput("");
    assertEquals(1, runWithPolicy("verify", "-"));
    assertTrue(json().string("message").orElse("").contains("in standard input"), operator.out());
  }

  @ParameterizedTest
  @CsvSource({"verify", "verify x --at yesterday", "verify x --unknown", "inspect", "nonsense"})
  void aMistakeOnTheCommandLineIsStatusTwoAndNoStackTrace(String line) {
    assertEquals(2, run(Map.of(), line.split(" ", -1)));
    assertTrue(operator.err().startsWith("TG-CFG-0010 "), operator.err());
    assertEquals(1, operator.err().lines().count(), operator.err());
    assertEquals("", operator.out());
  }

  @ParameterizedTest
  @CsvSource({"verify x --at=TOKEN", "verify x --TOKEN", "verify TOKEN TOKEN", "TOKEN"})
  void aMistakeThatHoldsATokenDoesNotShowIt(String line) {
    assertEquals(2, run(Map.of(), line.replace("TOKEN", TOKEN).split(" ", -1)));
    assertTrue(operator.err().startsWith("TG-CFG-0010 "), operator.err());
    assertFalse(operator.err().contains(TOKEN.substring(0, 40)), operator.err());
  }

  @Test
  void aFileThatIsNotThereIsAMistakeWithACode() {
    assertEquals(2, run(Map.of(), "inspect", "--file", path("gone")));
    assertTrue(operator.err().startsWith("TG-CFG-0011 "), operator.err());
    assertTrue(operator.err().contains(path("gone") + " does not exist."), operator.err());
  }

  @ParameterizedTest
  @CsvSource({
    "inspect --file TOKEN",
    "verify --policy POLICY --file TOKEN",
    "verify --policy TOKEN x",
    "timeline --policy POLICY --file TOKEN",
    "doctor --policy POLICY --file TOKEN --json",
    "doctor --policy POLICY --file TOKEN",
    "doctor --policy TOKEN"
  })
  void aTokenInThePlaceOfAPathIsNotShown(String line) {
    String command = line.replace("POLICY", path("policy.properties")).replace("TOKEN", TOKEN);
    assertNotEquals(0, run(Map.of(), command.split(" ", -1)));
    String said = operator.out() + operator.err();
    assertFalse(said.contains(TOKEN.substring(TOKEN.length() - 40)), said);
    assertFalse(said.contains(TOKEN.substring(0, 40)), said);
  }

  @Test
  void aTokenInPiecesIsNotShown() {
    String[] pieces = TOKEN.split("(?<=\\G.{60})", -1);
    String[] line = Stream.concat(Stream.of("verify"), Stream.of(pieces)).toArray(String[]::new);
    assertEquals(2, run(Map.of(), line));
    assertTrue(operator.err().startsWith("TG-CFG-0010 "), operator.err());
    for (String piece : pieces) {
      assertFalse(operator.err().contains(piece), operator.err());
    }
  }

  @Test
  void anArgumentWithAnAtIsNoFileOfOptions() throws IOException {
    Files.writeString(folder.resolve("options"), "--help");
    assertEquals(1, runWithPolicy("verify", "@" + path("options")));
    assertTrue(operator.out().contains("\"malformed\""), operator.out());
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-31, EXPIRING",
    "1806537599, EXPIRING",
    "1806537600, GRACE",
    "P1M, EXPIRING",
    "P6M, GRACE"
  })
  void atTakesEveryFormOfAnInstant(String at, String state) throws JsonException {
    runWithPolicy("verify", "--file", path("token"), "--at", at);
    assertEquals(Optional.of(state), json().string("state"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1000000000-01-01T00:00:00Z",
        "1969-12-31",
        "+10000-01-01T00:00:00Z",
        "202704010000",
        "P9999999999Y",
        "yesterday"
      })
  void anInstantOutOfRangeIsAMistake(String at) {
    assertEquals(2, runWithPolicy("verify", "--file", path("token"), "--at", at));
    assertTrue(operator.err().startsWith("TG-CFG-0010 --at " + at), operator.err());
    assertFalse(operator.err().contains("java."), operator.err());
  }

  @Test
  void aRevokedLicenseIsStillNamed() throws Exception {
    Path denylist = folder.resolve("denylist");
    Files.writeString(
        denylist,
        KEY.sign(
            "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"denylist+jwt\"}",
            "{\"seq\":1,\"revoked\":[\"lic-1\"]}"));
    Files.writeString(
        folder.resolve("policy.properties"), POLICY + "denylist.file=" + denylist + "\n");
    assertEquals(1, runWithPolicy("verify", "--file", path("token")));
    assertEquals(Optional.of("revoked"), json().string("reason"));
    assertEquals(Optional.of("Acme"), json().string("customerId"));
    assertEquals(Optional.of("lic-1"), json().string("licenseId"));
    assertEquals(1, runWithPolicy("timeline", "--file", path("token")));
    assertTrue(operator.err().startsWith("TG-LIC-0006 "), operator.err());
  }

  @Test
  void anEndorsementThatEndsFirstIsWhatVerifyTells() throws Exception {
    TestKey own = TestKey.generate();
    String thumbprint = KeyReader.pem(own.pem()).orElseThrow().thumbprint();
    Files.writeString(
        folder.resolve("token"),
        new JsonText()
            .put("jwt", own.sign("{\"alg\":\"ES256\"}", "{\"sub\":\"Acme\",\"exp\":1857513600}"))
            .put("publicKey", own.pem())
            .put(
                "endorsement",
                KEY.sign(
                    "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}",
                    "{\"jkt\":\"" + thumbprint + "\",\"exp\":1795737600}"))
            .toString());
    Files.writeString(folder.resolve("k1.json"), KEY.jwk("k1").replace("{", "{\"use\":\"root\","));
    Files.writeString(folder.resolve("policy.properties"), POLICY + "token.formats=bundle\n");
    operator.atATerminal();
    assertEquals(0, runWithPolicy("verify", "--file", path("token"), "--at", "2026-11-24"));
    assertTrue(operator.out().contains("(EXPIRING)"), operator.out());
    assertTrue(
        operator.out().contains("Gates close  2026-11-27 00:00:00 UTC, in 3 days"), operator.out());
    assertEquals(1, runWithPolicy("verify", "--file", path("token"), "--at", "2026-11-28"));
    assertTrue(
        operator.out().contains("Gates closed    2026-11-27 00:00:00 UTC, 1 day ago"),
        operator.out());
    assertEquals(
        0, runWithPolicy("verify", "--json", "--file", path("token"), "--at", "2026-11-24"));
    assertEquals(Optional.of("2026-11-27T00:00:00.000Z"), json().string("graceEndsAt"));
  }

  @Test
  void aBundleWithoutAJwtIsSaidToHaveNone() {
    assertEquals(2, run(Map.of(), "inspect", "{\"publicKey\":\"x\"}"));
    assertTrue(operator.err().contains("The bundle has no \"jwt\"."), operator.err());
    assertEquals(2, run(Map.of(), "inspect", "{\"jwt\":1}"));
    assertTrue(operator.err().contains("\"jwt\" is not a string"), operator.err());
  }

  @Test
  void anUnexpectedFailureIsOneLineWithACode() {
    CommandLine failing =
        operator
            .commandLine()
            .addSubcommand(
                CommandLine.Model.CommandSpec.wrapWithoutInspection(
                        (Runnable)
                            () -> {
                              throw new IllegalStateException("x");
                            })
                    .name("fails"));
    assertEquals(2, operator.run(failing, "fails"));
    assertTrue(operator.err().startsWith("TG-SYS-0009 "), operator.err());
    assertEquals(1, operator.err().lines().count(), operator.err());
  }

  @Test
  void withoutAnyCommandTheUsageIsShown() {
    assertEquals(2, run(Map.of()));
    assertTrue(operator.err().contains("verify"), operator.err());
  }

  @Test
  void inspectSaysFirstThatNothingWasVerified() throws JsonException {
    String forged = TOKEN.substring(0, TOKEN.lastIndexOf('.') + 1) + "AAAA";
    assertEquals(0, run(Map.of(), "inspect", forged));
    assertTrue(operator.out().startsWith("UNVERIFIED"), operator.out());
    JsonObject json =
        Json.object(
            operator.out().lines().skip(1).findFirst().orElse("").getBytes(StandardCharsets.UTF_8));
    assertEquals(Optional.of("lic-1"), json.object("claims").orElseThrow().string("jti"));
    assertEquals(Optional.of("k1"), json.object("header").orElseThrow().string("kid"));
  }

  @ParameterizedTest
  @CsvSource({"x", "a.b.c", "eyJh.e30.x"})
  void inspectOfWhatCannotBeDecodedIsOneLine(String token) {
    assertEquals(2, run(Map.of(), "inspect", token));
    assertEquals(1, operator.err().lines().count());
    assertTrue(operator.err().startsWith("TG-TOK-"), operator.err());
  }

  @Test
  void versionSaysWhatTheJarWasSealedFor() {
    assertEquals(0, run(Map.of(), "version"));
    assertTrue(operator.out().matches("Tollgate [0-9].*, unsealed\\R"), operator.out());
  }

  @Test
  void helpOfEveryCommandHasAnExample() {
    CommandLine tool = operator.commandLine();
    assertTrue(tool.getSubcommands().size() >= 6, tool.getSubcommands().toString());
    assertTrue(tool.getUsageMessage().contains("Example: "), tool.getUsageMessage());
    for (CommandLine command : tool.getSubcommands().values()) {
      String help = command.getUsageMessage();
      assertTrue(help.matches("(?s).*\\RExample: .*" + command.getCommandName() + ".*"), help);
    }
  }

  @Test
  void onATerminalVerifySpeaksToPeopleAndToProgramsWhenAsked() throws JsonException {
    operator.atATerminal();
    assertEquals(3, runWithPolicy("verify", TOKEN, "--at", "2027-04-02T00:00:00Z"));
    assertEquals(
        """
        Acme Orders: expired, and open until its grace ends (GRACE)

          Customer     Acme
          License      lic-1
          Issuer       v
          Key          k1 (ES256)
          Form         jwt
          Issued       2026-11-22 08:25:29 UTC
          Expired      2027-04-01 00:00:00 UTC, 1 day ago
          Gates close  2027-06-30 00:00:00 UTC, in 89 days
        """,
        operator.out());
    assertEquals(1, runWithPolicy("verify", "x"));
    assertEquals(
        """
        Acme Orders: not licensed (INVALID)

        TG-TOK-0001 The text is not a license token in any form that this product accepts. \
        It does not have three parts with a dot between them. It was read from the command line.
        Ask the vendor for the token again and copy the whole text, nothing more.
        """,
        operator.out());
    assertEquals(3, runWithPolicy("verify", TOKEN, "--at", "2027-04-02T00:00:00Z", "--json"));
    assertEquals(Optional.of("GRACE"), json().string("state"));
  }

  @Test
  void onATerminalInspectShowsALineForEachClaim() {
    operator.atATerminal();
    String token =
        KEY.sign(
            "{\"alg\":\"ES256\"}",
            "{\"sub\":\"A\\u001b[31m\",\"exp\":1806537600,\"n\":{\"a\":[1,null]},\"s\":\"\\n\"}");
    assertEquals(0, run(Map.of(), "inspect", token));
    assertEquals(
        """
        UNVERIFIED: no signature was checked; do not trust any of this.

          Form      jwt
          Customer  A?[31m
          Expires   2027-04-01 00:00:00 UTC

        Header
          alg  ES256

        Claims
          sub  "A\\u001b[31m"
          exp  1806537600, 2027-04-01 00:00:00 UTC
          n    {"a":[1,null]}
          s    "\\n"
        """,
        operator.out());
    assertEquals(0, run(Map.of(), "inspect", token, "--json"));
    assertTrue(operator.out().startsWith("UNVERIFIED"), operator.out());
    assertEquals(2, operator.out().lines().count());
  }

  @Test
  void theTimelineShowsEachChangeInUtcAndLocalTimeAndNow() {
    operator.at("2026-11-24T12:00:00Z");
    assertEquals(0, runWithPolicy("timeline", TOKEN));
    assertEquals(
        """
        Acme Orders, license lic-1

           UTC                      America/New_York                state          what happens
           from the beginning                                       VALID          gates are open; a start prints nothing
           2026-10-01 00:00:00.000  2026-09-30 20:00:00.000 -04:00  EXPIRING       gates are open; a start prints a banner
        -> 2026-11-24 12:00:00.000  2026-11-24 07:00:00.000 -05:00  EXPIRING       now
           2027-04-01 00:00:00.000  2027-03-31 20:00:00.000 -04:00  GRACE          gates are open; a start prints a banner
           2027-06-30 00:00:00.000  2027-06-29 20:00:00.000 -04:00  EXPIRED        gates close, a running JVM goes on; a start prints an error and exits with 78
        """,
        operator.out());
  }

  @Test
  void theTimelineBeginsClosedBeforeNbfAndNowMayComeLast() throws IOException {
    Files.writeString(
        folder.resolve("policy.properties"),
        POLICY + "lifecycle.warn=PT0S\nlifecycle.grace=PT0S\nstart.on-expired=gate\n");
    String token = KEY.sign("{\"alg\":\"ES256\"}", "{\"sub\":\"A\",\"nbf\":10,\"exp\":20}");
    assertEquals(0, runWithPolicy("timeline", token));
    List<String> lines = operator.out().lines().toList();
    assertEquals(7, lines.size(), operator.out());
    assertTrue(lines.get(3).matches(".*NOT_YET_VALID +gates are closed; .*exits with 78"));
    assertTrue(lines.get(4).matches(".*00:00:10.000 .*VALID +gates open; .*prints nothing"));
    assertTrue(lines.get(5).matches(".*00:00:20.000 .*EXPIRED +gates close.*with closed gates"));
    assertTrue(lines.get(6).matches("-> 2026-11-24 .*EXPIRED +now"), lines.get(6));
  }

  @Test
  void theTimelineIsJsonOnlyWhenAskedFor() throws JsonException {
    assertEquals(0, runWithPolicy("timeline", TOKEN, "--json", "--at", "2027-04-01T00:00:00Z"));
    JsonObject json = json();
    assertEquals(Optional.of("GRACE"), json.string("state"));
    List<Object> changes = json.array("timeline").orElseThrow();
    assertEquals(4, changes.size());
    assertFalse(((JsonObject) changes.get(0)).has("at"));
    JsonObject last = (JsonObject) changes.get(3);
    assertEquals(Optional.of("2027-06-30T00:00:00.000Z"), last.string("at"));
    assertEquals(Optional.of("EXPIRED"), last.string("state"));
    assertEquals(Optional.of("closed"), last.string("gates"));
    assertEquals(Optional.of("halt"), last.string("start"));
  }

  @Test
  void theTimelineOfATokenThatDoesNotVerifyIsOneLineAndStatusOne() {
    assertEquals(1, runWithPolicy("timeline", TOKEN.replace("eyJ", "eyK")));
    assertEquals("", operator.out());
    assertEquals(1, operator.err().lines().count());
    assertTrue(operator.err().startsWith("TG-TOK-0004 "), operator.err());
    assertEquals(1, runWithPolicy("timeline", "--file", path("gone")));
    assertTrue(operator.err().startsWith("TG-LIC-0001 "), operator.err());
  }

  @Test
  void aCommandByItselfIsTheSameAsAmongTheOthers() {
    for (CommandLine among : operator.commandLine().getSubcommands().values()) {
      String name = among.getCommandName();
      Optional<CommandLine> tool = operator.alone(name, "--help");
      assertEquals(name.equals("completion"), tool.isEmpty(), name);
      for (CommandLine alone : tool.stream().flatMap(OperatorMainTest::subcommands).toList()) {
        assertEquals(among.getUsageMessage(), alone.getUsageMessage());
      }
    }
    assertTrue(operator.alone().isEmpty());
    assertTrue(operator.alone("--help", "verify").isEmpty());
  }

  @Test
  void theDoctorLooksWhereSettingsAndPolicySay() throws IOException {
    Files.writeString(folder.resolve("policy.properties"), POLICY + "token.file=" + path("gone"));
    assertEquals(1, runWithPolicy("doctor"));
    assertTrue(
        operator.out().startsWith("fail  token file: TG-LIC-0001 " + path("gone")), operator.out());
    operator.with("TOLLGATE_TOKEN_FILE", path("token"));
    assertEquals(0, runWithPolicy("doctor"));
    assertTrue(operator.out().contains(path("token") + " can be read"), operator.out());
    assertEquals(1, runWithPolicy("doctor", "--file", path("other")));
    assertTrue(operator.out().contains(path("other") + " does not exist"), operator.out());
  }

  @Test
  void theDoctorSaysOneLineForEachFindingAndWhatToDo() {
    assertEquals(0, runWithPolicy("doctor", "--file", path("token")));
    for (String line : operator.out().lines().toList()) {
      assertTrue(line.matches("(ok  |note|warn)  [a-z ]+: .*\\."), line);
    }
    assertTrue(
        operator
            .out()
            .contains("UTC, in 128 days. Renew your license and replace the mounted token.\n"),
        operator.out());
    assertFalse(operator.out().contains(TOKEN.substring(0, 30)), operator.out());
  }

  @Test
  void theDoctorSpeaksJsonWhenAsked() throws JsonException {
    assertEquals(1, runWithPolicy("doctor", "--json", "--file", path("gone")));
    JsonObject json = json();
    assertTrue(operator.out().startsWith("{\"fails\":true,"), operator.out());
    JsonObject first = (JsonObject) json.array("findings").orElseThrow().get(0);
    assertEquals(Optional.of("fail"), first.string("level"));
    assertEquals(Optional.of("token file"), first.string("about"));
    assertTrue(first.string("what").orElse("").startsWith("TG-LIC-0001 "));
    assertTrue(first.string("advice").isPresent());
  }

  @Test
  void theDoctorTakesThePolicyThatAStartWouldTake() {
    assertEquals(2, run(Map.of(), "doctor"));
    assertTrue(operator.err().startsWith("TG-CFG-0006 "), operator.err());
    operator.with("TOLLGATE_POLICY", path("policy.properties"));
    assertEquals(0, run(Map.of(), "doctor", "--file", path("token")));
    assertTrue(operator.out().contains("Acme Orders trusts"), operator.out());
    operator.with("TOLLGATE_POLL", "soon");
    assertEquals(2, run(Map.of(), "doctor", "--file", path("token")));
    assertTrue(operator.err().startsWith("TG-CFG-0009 "), operator.err());
  }

  private static Stream<CommandLine> subcommands(CommandLine tool) {
    return tool.getSubcommands().values().stream();
  }

  private int runWithPolicy(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--policy";
    all[arguments.length + 1] = path("policy.properties");
    return run(Map.of(), all);
  }

  private int run(Map<String, String> jar, String... arguments) {
    return operator.withJar(jar).run(arguments);
  }

  private JsonObject json() throws JsonException {
    assertEquals(1, operator.out().lines().count(), operator.out());
    return Json.object(operator.out().getBytes(StandardCharsets.UTF_8));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
