package io.tollgate.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
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
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(TOKEN.getBytes(StandardCharsets.UTF_8)));
      assertEquals(0, runWithPolicy("verify", "-", "--at", "2026-01-01T00:00:00Z"));
    } finally {
      System.setIn(before);
    }
    assertEquals(Optional.of("VALID"), json().string("state"));
  }

  @Test
  void verifyOfAChangedTokenIsOneJsonObjectAndStatusOne() throws JsonException {
    assertEquals(1, runWithPolicy("verify", TOKEN.replace("eyJ", "eyK")));
    assertEquals(Optional.of("invalid"), json().string("kind"));
    assertEquals(Optional.of("malformed"), json().string("reason"));
    assertEquals("", err.toString());
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
    assertTrue(err.toString().startsWith("TG-CFG-0006 "), err.toString());
    assertEquals(1, err.toString().lines().count());
    assertEquals("", out.toString());
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
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(new byte[0]));
      assertEquals(1, runWithPolicy("verify", "-"));
    } finally {
      System.setIn(before);
    }
    assertTrue(json().string("message").orElse("").contains("in standard input"), out.toString());
  }

  @ParameterizedTest
  @CsvSource({"verify", "verify x --at yesterday", "verify x --unknown", "inspect", "nonsense"})
  void aMistakeOnTheCommandLineIsStatusTwoAndNoStackTrace(String line) {
    assertEquals(2, run(Map.of(), line.split(" ", -1)));
    assertFalse(err.toString().contains("\tat "), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void withoutAnyCommandTheUsageIsShown() {
    assertEquals(2, run(Map.of()));
    assertTrue(err.toString().contains("verify"), err.toString());
  }

  @Test
  void inspectSaysFirstThatNothingWasVerified() throws JsonException {
    String forged = TOKEN.substring(0, TOKEN.lastIndexOf('.') + 1) + "AAAA";
    assertEquals(0, run(Map.of(), "inspect", forged));
    assertTrue(out.toString().startsWith("UNVERIFIED"), out.toString());
    JsonObject json =
        Json.object(
            out.toString().lines().skip(1).findFirst().orElse("").getBytes(StandardCharsets.UTF_8));
    assertEquals(Optional.of("lic-1"), json.object("claims").orElseThrow().string("jti"));
    assertEquals(Optional.of("k1"), json.object("header").orElseThrow().string("kid"));
  }

  @ParameterizedTest
  @CsvSource({"x", "a.b.c", "eyJh.e30.x"})
  void inspectOfWhatCannotBeDecodedIsOneLine(String token) {
    assertEquals(2, run(Map.of(), "inspect", token));
    assertEquals(1, err.toString().lines().count());
    assertTrue(err.toString().startsWith("TG-TOK-"), err.toString());
  }

  @Test
  void versionSaysWhatTheJarWasSealedFor() {
    assertEquals(0, run(Map.of(), "version"));
    assertTrue(out.toString().matches("Tollgate [0-9].*, unsealed\\R"), out.toString());
  }

  @Test
  void helpHasAnExample() {
    for (String command : new String[] {"verify", "inspect", "version"}) {
      assertEquals(0, run(Map.of(), command, "--help"));
      assertTrue(out.toString().contains("Example: " + command), out.toString());
    }
  }

  private int runWithPolicy(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--policy";
    all[arguments.length + 1] = path("policy.properties");
    return run(Map.of(), all);
  }

  private int run(Map<String, String> jar, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    AgentJar agentJar =
        new AgentJar(
            name -> {
              String entry = jar.get(name);
              return Optional.ofNullable(entry).map(e -> e.getBytes(StandardCharsets.UTF_8));
            });
    CommandLine commandLine =
        new CommandLine(new OperatorMain(), new Commands(agentJar))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return CommandRunner.run(commandLine, arguments);
  }

  private JsonObject json() throws JsonException {
    assertEquals(1, out.toString().lines().count(), out.toString());
    return Json.object(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
