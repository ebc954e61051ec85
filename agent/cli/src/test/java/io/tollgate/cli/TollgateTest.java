package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TollgateTest {
  @TempDir private Path folder = Path.of("");
  private Tool tool = new Tool(folder);

  @BeforeEach
  void makeAKey() {
    tool = new Tool(folder);
    assertEquals(0, run("keygen", "--alg", "ES256", "--kid", "k1", "--out", path("keys")));
  }

  @Test
  void keygenWritesAPrivateKeyForItsOwnerAndPublicKeysForAll() throws Exception {
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("keys/k1.private.pem"))));
    assertTrue(read("keys/k1.private.pem").startsWith("-----BEGIN PRIVATE KEY-----\n"));
    byte[] jwk = Files.readAllBytes(folder.resolve("keys/k1.jwk.json"));
    byte[] pem = Files.readAllBytes(folder.resolve("keys/k1.public.pem"));
    assertEquals(
        KeyReader.read("jwk", jwk).get(0).key().thumbprint(),
        KeyReader.read("pem", pem).get(0).key().thumbprint());
    assertFalse(read("keys/k1.jwk.json").contains("\"d\""));
  }

  @Test
  void keygenNeverOverwritesAPrivateKey() throws IOException {
    String before = read("keys/k1.private.pem");
    assertEquals(2, run("keygen", "--alg", "ES256", "--kid", "k1", "--out", path("keys")));
    assertEquals(before, read("keys/k1.private.pem"));
    assertEquals(1, tool.err().lines().count(), tool.err());
  }

  @ParameterizedTest
  @CsvSource({"ES384, k", "none, k", "ES256, ../k", "ES256, a/b", "ES256, ''", "ES256, .k"})
  void keygenRefusesWhatItCannotMakeOrName(String alg, String kid) {
    assertEquals(2, run("keygen", "--alg", alg, "--kid", kid, "--out", path("keys")));
    assertEquals(1, tool.err().lines().count(), tool.err());
  }

  @Test
  void whatIsIssuedVerifiesAndSaysWhatItWasToldToSay() throws Exception {
    assertEquals(
        0,
        issue(
            "--sub",
            "Acme",
            "--jti",
            "lic-1",
            "--iss",
            "vendor",
            "--iat",
            "2026-01-01",
            "--exp",
            "2027-04-01T00:00:00Z",
            "--nbf",
            "1767225601",
            "--aud",
            "orders",
            "--claim",
            "tollgate={\"warn\":\"P1M\"}",
            "--claim",
            "n=5",
            "--claim",
            "big=9007199254740991",
            "--claim",
            "s=\"text \\u00e9\"",
            "--claim",
            "b=true",
            "--claim",
            "z=null",
            "--claim",
            "l=[1,\"a\"]",
            "--out",
            path("token")));
    policy("");
    assertEquals(0, verify("2026-02-01T00:00:00Z"));
    JsonObject verified = json();
    assertEquals(Optional.of("k1"), verified.string("keyId"));
    assertEquals(Optional.of("2026-01-01T00:00:00.000Z"), verified.string("issuedAt"));
    assertEquals(Optional.of("2027-04-01T00:00:00.000Z"), verified.string("expiresAt"));
    JsonObject claims = claims();
    assertEquals(Optional.of(new JsonNumber("1767225601")), claims.number("nbf"));
    assertEquals(Optional.of(new JsonNumber("5")), claims.number("n"));
    assertEquals(Optional.of(new JsonNumber("9007199254740991")), claims.number("big"));
    assertEquals(Optional.of("text é"), claims.string("s"));
    assertTrue(claims.has("b") && claims.has("z") && claims.has("l"));
  }

  @ParameterizedTest
  @CsvSource({"RS256, rsa", "EdDSA, ed", "ES256, ec"})
  void aKeyOfEveryAlgorithmIsMadeUsedAndTrusted(String alg, String kid) throws Exception {
    assertEquals(0, run("keygen", "--alg", alg, "--kid", kid, "--out", path("keys")));
    String privateKey = path("keys/" + kid + ".private.pem");
    assertEquals(
        0,
        run("issue", "--key", privateKey, "--sub", "A", "--exp", "P1Y", "--out", path("token")),
        tool.err());
    for (String form : new String[] {".jwk.json", ".public.pem"}) {
      Files.writeString(
          folder.resolve("policy.properties"),
          "product.name=P\nproduct.contact=C\nkeys.file=keys/k1.jwk.json,keys/"
              + kid
              + form
              + "\n");
      assertEquals(0, verify("2026-12-01T00:00:00Z"), tool.out());
      assertEquals(Optional.of(alg), json().string("algorithm"));
    }
    policy("");
    assertEquals(1, verify("2026-12-01T00:00:00Z"));
    assertEquals(Optional.of("unknown-key"), json().string("reason"));
  }

  @Test
  void aKeyWithoutItsJwkBesideItIssuesATokenWithoutKid() throws Exception {
    Files.copy(folder.resolve("keys/k1.private.pem"), folder.resolve("lone.pem"));
    assertEquals(
        0,
        run(
            "issue",
            "--key",
            path("lone.pem"),
            "--sub",
            "A",
            "--exp",
            "P1Y",
            "--out",
            path("token")));
    policy("");
    assertEquals(0, verify("2026-12-01T00:00:00Z"));
    assertEquals(Optional.of("k1"), json().string("keyId"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--exp;tomorrow",
        "--exp;2027-13-01",
        "--exp;12:00",
        "--exp;20270401",
        "--iat;x",
        "--nbf;x",
        "--claim;x=text",
        "--claim;x",
        "--claim;x=",
        "--claim;x={\"a\":1,\"a\":2}",
        "--claim;exp=5",
        "--claim;tollgate={\"forever\":true}",
        "--claim;tollgate={\"warn\":\"soon\"}",
        "--sub;' '",
        "--format;saml",
        "--key;nowhere.pem"
      })
  void issueWritesNothingThatWouldNotVerify(String option, String value) {
    String[] arguments = {
      "issue",
      "--key",
      path("keys/k1.private.pem"),
      "--sub",
      "A",
      "--exp",
      "P1Y",
      "--out",
      path("never")
    };
    boolean replaced = false;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals(option)) {
        arguments[i + 1] = value;
        replaced = true;
      }
    }
    if (!replaced) {
      arguments = java.util.Arrays.copyOf(arguments, arguments.length + 2);
      arguments[arguments.length - 2] = option;
      arguments[arguments.length - 1] = value;
    }
    assertEquals(2, run(arguments), tool.err());
    assertFalse(Files.exists(folder.resolve("never")));
    assertFalse(tool.err().contains("\tat "), tool.err());
  }

  @Test
  void aKeyOfAnotherCurveIsRefused() throws Exception {
    java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance("EC");
    generator.initialize(384);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Files.writeString(folder.resolve("p384.pem"), pem);
    assertEquals(2, run("issue", "--key", path("p384.pem"), "--sub", "A", "--exp", "P1Y"));
    assertTrue(tool.err().contains("P-256"), tool.err());
    Files.writeString(folder.resolve("public.pem"), TestKey.generate().pem());
    assertEquals(2, run("issue", "--key", path("public.pem"), "--sub", "A", "--exp", "P1Y"));
  }

  @Test
  void sealBakesPolicyAndKeysIn() throws Exception {
    policy("token.issuer=vendor");
    agentJar();
    assertEquals(0, seal("sealed.jar"));
    byte[] once = Files.readAllBytes(folder.resolve("sealed.jar"));
    assertEquals(0, seal("again.jar"));
    assertArrayEquals(once, Files.readAllBytes(folder.resolve("again.jar")));
    try (ZipFile jar = new ZipFile(path("sealed.jar"))) {
      assertEquals(
          read("policy.properties"),
          new String(
              jar.getInputStream(jar.getEntry("META-INF/tollgate/policy.properties"))
                  .readAllBytes(),
              StandardCharsets.UTF_8));
      assertEquals(
          ZipEntry.STORED, jar.getEntry("META-INF/tollgate/keys/keys_k1.jwk.json").getMethod());
      assertEquals("hello", content(jar, "README"));
    }
  }

  @Test
  void aSealedPolicyTrustsRawKeysAndRootKeysAsTheFileDid() throws Exception {
    agentJar();
    tool.does("keygen", "--alg", "EdDSA", "--kid", "ed", "--out", "@keys");
    tool.does("keygen", "--alg", "EdDSA", "--kid", "root", "--out", "@keys", "--use", "root");
    tool.policy("keys/ed.public.raw,keys/root.jwk.json", "token.formats=bundle,licence-v1");
    assertEquals(0, seal("sealed.jar"), tool.err());
    byte[] once = Files.readAllBytes(folder.resolve("sealed.jar"));
    assertEquals(0, seal("again.jar"));
    assertArrayEquals(once, Files.readAllBytes(folder.resolve("again.jar")));
    tool.does(
        "issue",
        "--key",
        "@keys/ed.private.pem",
        "--format",
        "licence-v1",
        "--sub",
        "a",
        "--jti",
        "j",
        "--exp",
        "P1Y",
        "--out",
        "@token");
    tool.does(
        "endorse",
        "--key",
        "@keys/root.private.pem",
        "--endorsed-key",
        "@keys/k1.jwk.json",
        "--exp",
        "P1Y",
        "--out",
        "@endorsement");
    tool.does(
        "issue",
        "--key",
        "@keys/k1.private.pem",
        "--format",
        "bundle",
        "--sub",
        "a",
        "--exp",
        "P1Y",
        "--endorsement",
        "@endorsement",
        "--out",
        "@bundle");
    tool.does(
        "issue",
        "--key",
        "@keys/k1.private.pem",
        "--format",
        "bundle",
        "--sub",
        "a",
        "--exp",
        "P1Y",
        "--out",
        "@alone");
    Verifier verifier = new Verifier(sealedPolicy());
    assertInstanceOf(Verdict.Granted.class, verifier.verify(bytes("token"), "token"));
    assertInstanceOf(Verdict.Granted.class, verifier.verify(bytes("bundle"), "bundle"));
    assertInstanceOf(Verdict.Refused.class, verifier.verify(bytes("alone"), "alone"));
  }

  @Test
  void sealRefusesTwoKeyFilesThatWouldBecomeOne() throws Exception {
    agentJar();
    Files.copy(folder.resolve("keys/k1.public.pem"), folder.resolve("keys_k1.public.pem"));
    Files.writeString(
        folder.resolve("policy.properties"),
        "product.name=P\nproduct.contact=C\nkeys.file=keys/k1.public.pem,keys_k1.public.pem\n");
    assertSealRefused("rename one");
  }

  @Test
  void aFileThatCannotBeWrittenIsOneLineAndStatusTwo() throws Exception {
    Files.writeString(folder.resolve("file"), "x");
    policy("");
    agentJar();
    String[][] commands = {
      {"keygen", "--alg", "ES256", "--kid", "k", "--out", path("file/deeper")},
      {
        "issue",
        "--key",
        path("keys/k1.private.pem"),
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--out",
        path("nowhere/token")
      },
      {
        "seal",
        "--policy",
        path("policy.properties"),
        "--agent",
        path("agent.jar"),
        "--out",
        path("nowhere/sealed.jar")
      }
    };
    for (String[] command : commands) {
      assertEquals(2, run(command), command[0]);
      assertEquals(1, tool.err().lines().count(), tool.err());
    }
  }

  @Test
  void aTokenOnTheCommandLineIsNotRepeatedInAMessage() {
    String token = "eyJhbGciOiJFUzI1NiJ9." + "x".repeat(100) + "." + "y".repeat(86);
    assertEquals(2, run("verify", token, token));
    assertFalse(tool.err().contains("x".repeat(50)), tool.err());
  }

  @Test
  void sealRefusesWhatIsNoAgentOrIsSealedOrHasNoSoundPolicy() throws Exception {
    policy("");
    Files.writeString(folder.resolve("agent.jar"), "no zip");
    assertSealRefused("is no jar");
    Files.delete(folder.resolve("agent.jar"));
    assertSealRefused("TG-CFG-0011");
    zip("agent.jar", "README", "hello");
    assertSealRefused("is no Tollgate agent");
    agentJar();
    assertEquals(0, seal("sealed.jar"));
    Files.move(
        folder.resolve("sealed.jar"),
        folder.resolve("agent.jar"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertSealRefused("is sealed already");
    agentJar();
    policy("unknown=1");
    assertSealRefused("TG-CFG-0001");
    policy("");
    Files.delete(folder.resolve("keys/k1.jwk.json"));
    assertSealRefused("TG-CFG-0004");
  }

  @Test
  void theVendorsToolHasTheOperatorsCommandsToo() {
    assertEquals(0, run("--help"), tool.err());
    for (String command :
        new String[] {
          "keygen",
          "keystore",
          "issue",
          "endorse",
          "denylist",
          "seal",
          "verify",
          "inspect",
          "version"
        }) {
      assertEquals(0, run(command, "--help"));
      assertTrue(tool.out().contains("Example: " + command), tool.out());
    }
    for (String command : new String[] {"key", "import", "export"}) {
      assertEquals(0, run("keystore", command, "--help"));
      assertTrue(tool.out().contains("Example: keystore " + command), tool.out());
    }
  }

  private void assertSealRefused(String why) {
    assertEquals(2, seal("never.jar"));
    assertTrue(tool.err().contains(why), tool.err());
    assertEquals(1, tool.err().lines().count(), tool.err());
    assertFalse(Files.exists(folder.resolve("never.jar")));
  }

  private int seal(String name) {
    return run(
        "seal",
        "--policy",
        path("policy.properties"),
        "--agent",
        path("agent.jar"),
        "--out",
        path(name));
  }

  private void agentJar() throws IOException {
    zip("agent.jar", "README", "hello", "io/tollgate/premain/TollgateAgent.class", "x");
  }

  private void zip(String name, String... entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  private Policy sealedPolicy() throws IOException, RefusedException {
    Map<String, byte[]> entries = new HashMap<>();
    try (ZipFile jar = new ZipFile(path("sealed.jar"))) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    return PolicyReader.read(
        AgentJar.POLICY, new AgentJar(name -> Optional.ofNullable(entries.get(name))));
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private static String content(ZipFile zip, String name) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private void policy(String lines) throws IOException {
    Files.writeString(
        folder.resolve("policy.properties"),
        "product.name=P\nproduct.contact=C\nkeys.file=keys/k1.jwk.json\n" + lines + "\n");
  }

  private int issue(String... more) {
    String[] arguments = java.util.Arrays.copyOf(new String[] {"issue", "--key"}, more.length + 3);
    arguments[2] = path("keys/k1.private.pem");
    System.arraycopy(more, 0, arguments, 3, more.length);
    return run(arguments);
  }

  private int verify(String at) {
    return run(
        "verify", "--policy", path("policy.properties"), "--file", path("token"), "--at", at);
  }

  private JsonObject claims() throws JsonException, IOException, RefusedException {
    return io.tollgate.verifier.token.UnverifiedToken.read(
            Files.readAllBytes(folder.resolve("token")))
        .claims();
  }

  private JsonObject json() throws JsonException {
    return tool.json();
  }

  private int run(String... arguments) {
    return tool.run(arguments);
  }

  private String read(String name) throws IOException {
    return tool.read(name);
  }

  private String path(String name) {
    return tool.path(name);
  }
}
