package io.tollgate.core.command.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.policy.PolicyFolder;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.state.StoreMirror;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileFacts;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import io.tollgate.verifier.text.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
  private static final TestKey KEY = TestKey.generate();
  private static final long MADE = Instant.parse("2026-11-22T00:00:00Z").toEpochMilli();

  private final Map<String, FileContent> pretended = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private String policyLines = "";
  private long now = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void mount() throws IOException {
    folder = folder.toRealPath();
    Files.writeString(folder.resolve("k1.json"), KEY.jwk("k1"));
    write(token("k1", "lic-1", 1_790_000_000L));
  }

  @Test
  void whereAllIsWellEveryLineIsOk() throws Exception {
    List<Finding> findings = Doctor.examine(setup());
    assertEquals(Set.of("token file", "token", "license", "clock", "key"), abouts(findings));
    for (Finding finding : findings) {
      assertEquals(Level.OK, finding.level(), finding.toString());
      assertEquals("", finding.advice());
    }
  }

  @Test
  void aTokenFileThatIsNotThereOrBlankFailsUnlessTheVariableHoldsTheToken() throws Exception {
    String token = Files.readString(file());
    Files.delete(file());
    assertFinds(new FileCheck(), Level.FAIL, "TG-LIC-0001 " + file() + " does not exist.");
    write("\ufeff \r\n");
    assertFinds(new FileCheck(), Level.FAIL, "TG-LIC-0001 " + file() + " is empty.");
    policyLines = "start.on-missing=evaluate\n";
    assertFinds(new FileCheck(), Level.WARN, "a start is an evaluation");
    policyLines = "token.env=ACME\n";
    variables.put("ACME", token);
    assertFinds(new FileCheck(), Level.NOTE, "in the environment variable ACME");
  }

  @Test
  void aTokenFileThatCannotBeReadFailsAndSaysWhatToDo() throws Exception {
    Files.delete(file());
    Files.createDirectory(file());
    assertFinds(new FileCheck(), Level.FAIL, "TG-TOK-0010 " + file() + " is a directory.");
    pretended.put(file().toString(), new FileContent.Unreadable("may not be read by this process"));
    Finding finding = assertFinds(new FileCheck(), Level.FAIL, "may not be read by this process.");
    assertTrue(finding.advice().contains("let this user read it"), finding.toString());
  }

  @Test
  void aTokenFileThatIsTooLargeFails() throws Exception {
    write("x".repeat(16 * 1024 + 1));
    assertFinds(new FileCheck(), Level.FAIL, "TG-TOK-0002 ");
  }

  @Test
  void whatEditorsLeaveIsNoted() throws Exception {
    assertEquals(List.of(), new EditorCheck().look(setup()));
    String token = Files.readString(file());
    write("\ufeff" + token);
    assertFinds(new EditorCheck(), Level.NOTE, "byte order mark");
    write(token + "\r\n");
    assertFinds(new EditorCheck(), Level.NOTE, "CRLF");
    write(token + "\n");
    assertEquals(List.of(), new EditorCheck().look(setup()));
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--, true", "rw-r-----, false", "rw--w--w-, false"})
  void aTokenThatEveryoneMayReadIsAWarning(String permissions, boolean warned) throws Exception {
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
    assertEquals(warned ? 1 : 0, new PermissionCheck().look(setup()).size());
    if (warned) {
      assertFinds(new PermissionCheck(), Level.WARN, "Every user");
    }
  }

  @Test
  void aMountOfTheFileAloneIsAWarning() throws Exception {
    mounts("/ / /proc", folder.toString());
    assertEquals(List.of(), new MountCheck().look(setup()));
    mounts("/", file().toString());
    assertFinds(new MountCheck(), Level.WARN, "a renewal will not reach it");
  }

  @Test
  void aMountIsFoundBehindLinksAndWithSpacesInItsName() throws Exception {
    Path real = Files.createDirectory(folder.resolve("run time"));
    Files.move(file(), real.resolve("token"));
    Files.createSymbolicLink(folder.resolve("link"), real);
    Files.createSymbolicLink(file(), folder.resolve("link/token"));
    mounts("/");
    assertFinds(new MountCheck(), Level.NOTE, "leads to " + real.resolve("token"));
    mounts(real.resolve("token").toString().replace(" ", "\\040"));
    assertFinds(new MountCheck(), Level.WARN, "subPath");
  }

  @Test
  void theLinksOfKubernetesAreAsTheyShouldBe() throws Exception {
    Path data = Files.createDirectory(folder.resolve("..2026_11_24_04_14_29.1234"));
    Files.move(file(), data.resolve("token"));
    Files.createSymbolicLink(folder.resolve("..data"), Path.of(data.getFileName().toString()));
    Files.createSymbolicLink(file(), Path.of("..data/token"));
    assertFinds(new MountCheck(), Level.OK, "..data");
  }

  @Test
  void aTokenThatVerifiesIsNamed() throws Exception {
    assertFinds(
        new TokenCheck(),
        Level.OK,
        "The token in "
            + file()
            + " verifies: license lic-1 for Acme, signed with the ES256 key k1.");
  }

  @Test
  void aTokenOfAnotherProductIsSaidToBeOne() throws Exception {
    policyLines = "token.issuer=acme\ntoken.audience=orders\n";
    write(
        TestKey.generate()
            .sign(
                "{\"alg\":\"ES256\",\"kid\":\"k9\"}",
                "{\"sub\":\"A\",\"iss\":\"other\",\"aud\":\"x\",\"exp\":1}"));
    Finding finding = assertFinds(new TokenCheck(), Level.FAIL, "TG-KEY-0001 ");
    assertTrue(
        finding
            .what()
            .endsWith(
                "By what it says of itself, unverified, it is for another product than Acme Orders:"
                    + " its key is k9, and this product trusts k1; its issuer is other and not"
                    + " acme; its audience is x and not orders."),
        finding.what());
    write(token("k1", "lic-1", 1));
    assertFinds(new TokenCheck(), Level.FAIL, "its issuer is absent and not acme");
  }

  @Test
  void aTokenThatWasChangedIsNotSaidToBeAnotherProducts() throws Exception {
    String token = Files.readString(file());
    write(token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86));
    Finding finding = assertFinds(new TokenCheck(), Level.FAIL, "TG-TOK-0006 ");
    assertTrue(!finding.what().contains("another product than"), finding.what());
    write("not a token");
    assertFinds(new TokenCheck(), Level.FAIL, "TG-TOK-0001 ");
  }

  @Test
  void aBadTokenBesideAGoodOneIsAWarning() throws Exception {
    policyLines = "token.env=ACME\n";
    variables.put("ACME", "not a token");
    List<Finding> findings = new TokenCheck().look(setup());
    assertEquals(List.of(Level.WARN, Level.OK), findings.stream().map(Finding::level).toList());
    assertFinds(new PlacesCheck(), Level.NOTE, "the one in " + file() + " rules");
  }

  @Test
  void ofTwoPlacesTheOneThatRulesIsNamed() throws Exception {
    policyLines = "token.env=ACME\n";
    assertEquals(List.of(), new PlacesCheck().look(setup()));
    variables.put("ACME", token("k1", "lic-2", 1_790_000_001L));
    assertFinds(new PlacesCheck(), Level.NOTE, "the one in the environment variable ACME rules");
    variables.put("ACME", token("k1", "lic-0", 1_789_999_999L));
    assertFinds(new PlacesCheck(), Level.NOTE, "the one in " + file() + " rules");
    variables.put("ACME", Files.readString(file()));
    assertFinds(new PlacesCheck(), Level.NOTE, "the same license");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T00:00:00Z, OK, 'valid until 2027-11-24 00:00:00 UTC, in 365 days.'",
    "2027-11-23T00:00:00Z, WARN, 'expires at 2027-11-24 00:00:00 UTC, in 1 day.'",
    "2027-11-24T00:00:00Z, WARN, gates close at 2028-02-22 00:00:00 UTC",
    "2028-02-22T00:00:00Z, FAIL, TG-LIC-0002"
  })
  void aLicenseIsOkUntilItExpiresAndFailsAfterItsGrace(String at, Level level, String text)
      throws Exception {
    now = Instant.parse(at).toEpochMilli();
    assertFinds(new LicenseCheck(), level, text);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T23:59:59Z, FAIL, before this Tollgate was made",
    "2026-11-22T00:00:00Z, OK, 2026-11-22",
    "2100-12-31T23:59:59Z, OK, 2100-12-31",
    "2101-01-01T00:00:00Z, FAIL, far in the future"
  })
  void aClockThatCannotBeRightFails(String at, Level level, String text) throws Exception {
    now = Instant.parse(at).toEpochMilli();
    assertFinds(new ClockCheck(), level, text);
  }

  @Test
  void aClockBeforeTheLicenseWasIssuedIsAWarning() throws Exception {
    write(token("k1", "lic-1", now / 1_000 + 1));
    assertFinds(new ClockCheck(), Level.WARN, "before the license was issued");
    write(token("k1", "lic-1", now / 1_000));
    assertFinds(new ClockCheck(), Level.OK, "It says");
  }

  @Test
  void everyTrustedKeyIsNamedWithItsThumbprint() throws Exception {
    Files.writeString(folder.resolve("k2.pem"), TestKey.generate().pem());
    policyLines = "keys.file=k1.json,k2.pem\n";
    List<Finding> findings = new KeysCheck().look(setup());
    assertEquals(2, findings.size());
    String thumbprint = policy().keys().all().get(0).key().thumbprint();
    assertEquals(
        "Acme Orders trusts the ES256 key k1, thumbprint " + thumbprint + ".",
        findings.get(0).what());
    assertTrue(findings.get(1).what().contains("without kid"), findings.toString());
  }

  @Test
  void aRootKeyIsCalledOne() throws Exception {
    Files.writeString(
        folder.resolve("k1.json"), KEY.jwk("k1").replace("\"kid\"", "\"use\":\"root\",\"kid\""));
    Files.writeString(folder.resolve("k2.json"), TestKey.generate().jwk("k2"));
    policyLines = "keys.file=k1.json,k2.json\ntoken.formats=bundle\n";
    assertTrue(new KeysCheck().look(setup()).get(0).what().contains("the ES256 root key k1"));
  }

  @Test
  void aVariableThatDoesNotReplaceTheKeyIsAWarning() throws Exception {
    Files.writeString(
        folder.resolve("k1.json"),
        "{\"keys\":["
            + KEY.jwk("k1")
            + ",{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}");
    policyLines = "keys.env=ACME_KEY\n";
    variables.put("ACME_KEY", "no key");
    List<Finding> findings = new KeysCheck().look(setup());
    assertEquals(Level.WARN, findings.get(0).level());
    assertTrue(findings.get(0).what().startsWith("TG-KEY-0006 "), findings.toString());
    assertEquals(3, findings.size());
  }

  @Test
  void anEndorsementThatEndsBeforeTheLicenseIsWhatTheDoctorWarnsOf() throws Exception {
    TestKey own = TestKey.generate();
    String thumbprint = KeyReader.pem(own.pem()).orElseThrow().thumbprint();
    String ends = "\"exp\":" + (now / 1_000 + 3 * 86_400) + "}";
    write(
        new JsonText()
            .put("jwt", own.sign("{\"alg\":\"ES256\"}", "{\"sub\":\"A\",\"exp\":1899999999}"))
            .put("publicKey", own.pem())
            .put(
                "endorsement",
                KEY.sign(
                    "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}",
                    "{\"jkt\":\"" + thumbprint + "\"," + ends))
            .toString());
    Files.writeString(folder.resolve("k1.json"), KEY.jwk("k1").replace("{", "{\"use\":\"root\","));
    policyLines = "token.formats=bundle\n";
    assertFinds(
        new LicenseCheck(), Level.WARN, "endorsed, until 2026-11-27 00:00:00 UTC, in 3 days.");
    policyLines = "token.formats=bundle\nlifecycle.warn=PT1S\n";
    assertFinds(new LicenseCheck(), Level.OK, "endorsed until 2026-11-27 00:00:00 UTC, in 3 days.");
  }

  @Test
  void theTokenIsReadOnce() throws Exception {
    Map<String, Integer> reads = new HashMap<>();
    FileSystem counting =
        new FileSystem() {
          @Override
          public FileContent read(String path, int mostBytes) {
            reads.merge(path, 1, Integer::sum);
            return new LocalFiles().read(path, mostBytes);
          }

          @Override
          public Optional<FileFacts> facts(String path) {
            return new LocalFiles().facts(path);
          }
        };
    Doctor.examine(setup(counting));
    assertEquals(1, reads.get(file().toString()));
  }

  @Test
  void theDenylistIsLookedAtAndDecides() throws Exception {
    assertEquals(List.of(), new DenylistCheck().look(setup()));
    Path denylist = folder.resolve("denylist");
    policyLines = "denylist.file=" + denylist + "\n";
    assertFinds(new DenylistCheck(), Level.WARN, "TG-LIC-0007 ");
    Files.writeString(
        denylist,
        KEY.sign(
            "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"denylist+jwt\"}",
            "{\"seq\":1,\"revoked\":[\"lic-1\"]}"));
    assertFinds(new DenylistCheck(), Level.OK, "can be read and believed");
    assertFinds(new TokenCheck(), Level.FAIL, "TG-LIC-0006 ");
    assertEquals(List.of(), new LicenseCheck().look(setup()));
  }

  @Test
  void aLicenseThatWasRenewedIntoTheStoreCountsAsInAStart() throws Exception {
    assertEquals(List.of(), new StoreCheck().look(setup()));
    Path state = folder.resolve("state");
    variables.put("TOLLGATE_STATE_DIR", state.toString());
    assertFinds(
        new StoreCheck(), Level.OK, "the embedded store in " + state + ". No license is known");
    now = Instant.parse("2028-06-01T00:00:00Z").toEpochMilli();
    assertFinds(new LicenseCheck(), Level.FAIL, "TG-LIC-0002 ");
    new StoreMirror(
            2,
            Optional.of(
                KEY.sign(
                    "{\"alg\":\"ES256\",\"kid\":\"k1\"}",
                    "{\"sub\":\"Acme\",\"jti\":\"lic-2\",\"iat\":1800000000,\"exp\":1900000000}")),
            Optional.of(Files.readString(file())),
            OptionalLong.of(MADE))
        .write(new StateFolder(state.toString(), new LocalFiles(), new LocalStorage()));
    assertFinds(new StoreCheck(), Level.OK, "The license in it is known since 2026-11-22");
    assertFinds(new LicenseCheck(), Level.OK, "It is valid until 2030-03-17");
    assertFinds(
        new PlacesCheck(), Level.NOTE, "the store hold tokens; the one in the store rules.");
    Files.delete(file());
    assertFinds(new FileCheck(), Level.NOTE, "does not exist. The token is in the store.");
  }

  @Test
  void aStoresPasswordThatCannotBeReadIsAWarning() throws Exception {
    Path password = folder.resolve("password");
    variables.put("TOLLGATE_STORE", "jdbc:postgresql://db/orders?sslmode=require");
    variables.put("TOLLGATE_STORE_PASSWORD_FILE", password.toString());
    List<Finding> findings = new StoreCheck().look(setup());
    assertTrue(
        findings.get(0).what().startsWith("It is jdbc:postgresql://db/orders?...."),
        findings.toString());
    assertEquals(Level.WARN, findings.get(1).level());
    assertTrue(
        findings.get(1).what().contains(password + ", which does not exist."), findings.toString());
    Files.writeString(password, "secret");
    assertFinds(new StoreCheck(), Level.OK, "No license is known");
  }

  @Test
  void theTokenIsJudgedForThisInstallation() throws Exception {
    policyLines = "claims.installation=site\n";
    write(
        KEY.sign(
            "{\"alg\":\"ES256\",\"kid\":\"k1\"}",
            "{\"sub\":\"A\",\"site\":\"here\",\"exp\":1827014400}"));
    assertFinds(new TokenCheck(), Level.FAIL, "TG-TOK-0012 ");
    variables.put("TOLLGATE_INSTALLATION_ID", "here");
    assertFinds(new TokenCheck(), Level.OK, "verifies");
  }

  /** The one finding of that check. */
  private Finding assertFinds(Check check, Level level, String text) throws Exception {
    List<Finding> findings = check.look(setup());
    assertEquals(1, findings.size(), findings.toString());
    assertEquals(level, findings.get(0).level(), findings.toString());
    assertTrue(findings.get(0).what().contains(text), findings.toString());
    boolean nothingToDo = level == Level.OK || level == Level.NOTE;
    assertEquals(nothingToDo, findings.get(0).advice().isEmpty(), findings.toString());
    return findings.get(0);
  }

  private static Set<String> abouts(List<Finding> findings) {
    return Set.copyOf(findings.stream().map(Finding::about).distinct().toList());
  }

  private Setup setup() throws IOException, RefusedException {
    return setup(new Machine(pretended));
  }

  private Setup setup(FileSystem files) throws IOException, RefusedException {
    Policy policy = policy();
    return Setup.read(
        policy,
        SettingsReader.read("", new Variables(variables)),
        file().toString(),
        files,
        new Variables(variables),
        now,
        MADE);
  }

  private Policy policy() throws IOException, RefusedException {
    String keys = policyLines.contains("keys.file") ? "" : "keys.file=k1.json\n";
    Path file = folder.resolve("policy.properties");
    Files.writeString(file, "product.name=Acme Orders\nproduct.contact=C\n" + keys + policyLines);
    return PolicyReader.read(
        "policy.properties", new PolicyFolder(file.toFile(), new LocalFiles()));
  }

  private static String token(String kid, String id, long issued) {
    return KEY.sign(
        "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}",
        "{\"sub\":\"Acme\",\"jti\":\"" + id + "\",\"iat\":" + issued + ",\"exp\":1827014400}");
  }

  private Path file() {
    return folder.resolve("token");
  }

  private void write(String content) throws IOException {
    Files.writeString(file(), content);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  /** As the kernel writes it (proc(5)). */
  private void mounts(String... points) {
    StringBuilder table = new StringBuilder();
    for (String point : points) {
      table.append("36 35 98:0 /root ").append(point).append(" rw - ext4 /dev/sda1 rw\n");
    }
    pretended.put(
        "/proc/self/mountinfo",
        new FileContent.Bytes(table.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** This machine, but for some paths. */
  private record Machine(Map<String, FileContent> pretended) implements FileSystem {
    @Override
    public FileContent read(String path, int mostBytes) {
      FileContent content = pretended.get(path);
      return content == null ? new LocalFiles().read(path, mostBytes) : content;
    }

    @Override
    public Optional<FileFacts> facts(String path) {
      return new LocalFiles().facts(path);
    }
  }

  private record Variables(Map<String, String> variables) implements Environment {
    @Override
    public Optional<String> property(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> variable(String name) {
      return Optional.ofNullable(variables.get(name));
    }
  }
}
