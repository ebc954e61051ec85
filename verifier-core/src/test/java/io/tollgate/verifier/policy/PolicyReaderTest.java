package io.tollgate.verifier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.license.EntitlementPaths;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.text.ClaimPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  private static final String REQUIRED =
      "product.name=Acme Orders\nproduct.contact=sales@acme.example\nkeys.file=k1.json\n";

  private final Map<String, byte[]> files = new HashMap<>();

  PolicyReaderTest() {
    put("k1.json", TestKey.generate().jwk("k1"));
    put("k2.json", TestKey.generate().jwk("k2"));
    put("k1-again.json", TestKey.generate().jwk("k1"));
    put("key.pem", TestKey.generate().pem());
    put("other.pem", TestKey.generate().pem());
    put("ed.raw", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    put("root.json", TestKey.generate().jwk("root").replace("{", "{\"use\":\"root\","));
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws RefusedException {
    Policy policy = read(REQUIRED);
    assertEquals("Acme Orders", policy.productName());
    assertEquals("sales@acme.example", policy.productContact());
    assertEquals("/var/run/secrets/tollgate/token", policy.tokens().file());
    assertEquals(Optional.empty(), policy.tokens().env());
    assertEquals(Set.of(TokenFormat.JWT), policy.tokens().formats());
    assertEquals(EntitlementPaths.NONE, policy.entitlements());
    assertEquals(Optional.empty(), policy.keysEnv());
    assertEquals(Optional.empty(), policy.tokens().version());
    assertEquals(Optional.empty(), policy.tokens().installation());
    assertEquals(Optional.empty(), policy.denylistFile());
    assertEquals(Optional.empty(), policy.tokens().issuer());
    assertEquals(Optional.empty(), policy.tokens().audience());
    assertEquals(
        new LifecycleRules(
            new Window(6, 0),
            new Window(0, 90L * 86_400_000),
            OnProblem.HALT,
            OnProblem.HALT,
            OnProblem.HALT),
        policy.rules());
    assertEquals(new Window(0, 86_400_000), policy.reverify());
    assertEquals(List.of("io.tollgate.api.Licensed"), policy.gates().annotations());
    assertEquals("k1", policy.keys().all().get(0).id());
  }

  @Test
  void everyLineCounts() throws RefusedException {
    Policy policy =
        read(
            """
            # comment
            product.name = Größe
            product.contact: https://acme.example
            keys.file = k1.json , ed.raw,key.pem
            keys.env=ACME_KEY
            token.formats=jwt, bundle,licence-v1
            token.version-claim=acme.version
            token.versions=1, 2
            claims.tier=acme.tier
            claims.features=acme.features,/x~1y
            claims.caps=cpu
            claims.installation=acme.site
            denylist.file=/mnt/denylist
            token.issuer=acme
            token.audience=orders
            token.file=/mnt/token
            token.env=ACME_LICENSE
            lifecycle.warn=P30D
            lifecycle.grace=P1M
            start.on-expired=gate
            start.on-missing=evaluate
            start.on-invalid=gate
            reverify=PT1H
            gate.mode=observe
            gate.methods=com.acme..*Service#save*(..)@export ; com.acme.A#b()
            gate.annotations=com.acme.Paid, A.Z.a.z._.$x09
            """);
    assertEquals("Größe", policy.productName());
    assertEquals(3, policy.keys().all().size());
    assertEquals(Optional.of("ACME_KEY"), policy.keysEnv());
    assertEquals(Set.of(TokenFormat.values()), policy.tokens().formats());
    assertEquals(
        Optional.of(new TokenRules.Version(path("acme", "version"), List.of("1", "2"))),
        policy.tokens().version());
    assertEquals(
        new EntitlementPaths(
            Optional.of(path("acme", "tier")),
            List.of(path("acme", "features"), new ClaimPath(List.of(), "x/y")),
            List.of(new ClaimPath(List.of(), "cpu"))),
        policy.entitlements());
    assertEquals(Optional.of(path("acme", "site")), policy.tokens().installation());
    assertEquals(Optional.of("/mnt/denylist"), policy.denylistFile());
    assertEquals(Optional.of("acme"), policy.tokens().issuer());
    assertEquals(Optional.of("orders"), policy.tokens().audience());
    assertEquals("/mnt/token", policy.tokens().file());
    assertEquals(Optional.of("ACME_LICENSE"), policy.tokens().env());
    assertEquals(
        new LifecycleRules(
            new Window(0, 30L * 86_400_000),
            new Window(1, 0),
            OnProblem.GATE,
            OnProblem.EVALUATE,
            OnProblem.GATE),
        policy.rules());
    assertEquals(List.of("com.acme.Paid", "A.Z.a.z._.$x09"), policy.gates().annotations());
    assertEquals(
        "[com.acme..*Service#save*(..)@export, com.acme.A#b()]",
        policy.gates().methods().toString());
    assertEquals("export", policy.gates().methods().get(0).feature());
    assertTrue(policy.gates().observes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"product.name", "product.contact", "keys.file"})
  void requiredKeysAreRequired(String key) {
    Refusal refusal = refused(REQUIRED.replaceAll("(?m)^" + key + "=.*\n", ""));
    assertEquals(ErrorCode.POLICY_INCOMPLETE, refusal.code());
    assertTrue(refusal.detail().contains(key), refusal.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tokn.file=/x", "Product.name=x", "product=x", "lifecycle.warn2=P1D", "x"})
  void unknownKeysAreErrors(String line) {
    assertEquals(ErrorCode.POLICY_UNKNOWN_KEY, refused(REQUIRED + line).code());
  }

  @ParameterizedTest
  @CsvSource({
    "lifecycle.warn=6 months",
    "lifecycle.grace=-P1D",
    "reverify=P",
    "start.on-expired=evaluate",
    "start.on-expired=HALT",
    "start.on-invalid=evaluate",
    "start.on-missing=never",
    "token.formats=saml",
    "token.file=",
    "gate.mode=watch",
    "gate.methods=com.acme.*",
    "'gate.methods=com.acme.A#b();'",
    "'gate.annotations=,'",
    "'gate.annotations=a.B,,c.D'",
    "'gate.annotations=a.B,'",
    "gate.annotations=@com.acme.Paid",
    "gate.annotations=com.acme.Paid;",
    "gate.annotations=com.acme.Paid com.acme.Gold",
    "gate.annotations=com/acme/Paid",
    "gate.annotations=com..Paid",
    "gate.annotations=.Paid",
    "gate.annotations=com.acme.",
    "gate.annotations=com.1acme.Paid",
    "gate.annotations=com.9acme.Paid",
    "gate.annotations=com.acme:Paid",
    "gate.annotations=com.acme[Paid",
    "gate.annotations=com.acme`Paid",
    "gate.annotations=com.acme{Paid",
    "gate.annotations=com.ácme.Paid",
    "'token.formats=,'",
    "'token.formats=jwt,jws'",
    "'token.formats=JWT'",
    "claims.tier=a..b",
    "'claims.caps=a,'",
    "claims.features=.",
    "claims.installation=/",
    "keys.env= ",
    "token.issuer="
  })
  void valuesThatMeanNothingAreErrors(String line) {
    Refusal refusal = refused(REQUIRED + line);
    assertEquals(ErrorCode.POLICY_VALUE, refusal.code());
    assertTrue(refusal.detail().contains(line.substring(0, line.indexOf('='))), refusal.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "meter.users=x",
        "meter.users=com.acme.Users#add(..)",
        "meter.users=com.acme.Users#add(..) key=0",
        "meter.users=com.acme.Users#add(..) count=distinct",
        "meter.users=com.acme.Users#add(..) key=0 count=all",
        "meter.users=com.acme.Users#add(..) key=-1 count=distinct",
        "meter.users=com.acme.Users#add(..) key=255 count=distinct",
        "meter.users=com.acme.Users#add(..) key=0. count=distinct",
        "meter.users=com.acme.Users#add(..) key=id count=distinct",
        "meter.users=com.acme.Users#add(..) key=0 key=1 count=distinct",
        "meter.users=com.acme.Users#add(..) key=0 count=distinct over=3",
        "meter.users=com.acme.Users#add(..) key=0 window=P7D",
        "meter.users=com.acme.Users#add(..) key=0 over=300",
        "meter.users=com.acme.Users#add(..) key=0 window=P1M over=300",
        "meter.users=com.acme.Users#add(..) key=0 window=PT59S over=300",
        "meter.users=com.acme.Users#add(..) key=0 window=P7D over=-1",
        "meter.users=com.acme.Users#add(..) key=0 count=distinct;",
        "meter.users=a.B#c(..) key=0 count=distinct; a.B#d(..) key=0 window=P7D over=3",
        "meter.=com.acme.Users#add(..) key=0 count=distinct",
        "meter.a[b]=com.acme.Users#add(..) key=0 count=distinct"
      })
  void aMeterThatCountsNothingIsAnError(String line) {
    Refusal refusal = refused(REQUIRED + line);
    assertEquals(ErrorCode.POLICY_VALUE, refusal.code());
    assertTrue(refusal.detail().contains("meter."), refusal.detail());
  }

  @Test
  void aMeterSaysWhichCallsCountUnderWhichCapAndForHowLong() throws RefusedException {
    GateRules gates =
        read(REQUIRED
                + "meter.users=com.acme.Users#add(String, ..)@admin key=1.user.id count=distinct;"
                + " com.acme.Users#load(..) key=0 count=distinct\n"
                + "meter.busy=com.acme..*#call(int) window=P7D over=300 key=0\n")
            .gates();
    assertFalse(gates.admitsUncounted());
    MeterRule busy = gates.meters().get(0);
    MeterRule users = gates.meters().get(1);
    assertEquals("busy", busy.cap());
    assertEquals(Optional.of(new MeterRule.Rolling(7 * 86_400_000L, 300)), busy.rolling());
    assertEquals("users", users.cap());
    assertEquals(Optional.empty(), users.rolling());
    assertEquals(
        List.of(new KeyPath(1, List.of("user", "id")), new KeyPath(0, List.of())),
        users.counted().stream().map(MeterRule.Counted::key).toList());
    assertEquals("admin", users.counted().get(0).methods().feature());
    assertTrue(users.counted().get(0).methods().matches("add", "(Ljava/lang/String;I)V"));
  }

  @Test
  void whatCannotBeCountedIsLetInOnlyIfThePolicySaysSo() throws RefusedException {
    assertTrue(read(REQUIRED + "gate.store-down=allow").gates().admitsUncounted());
    assertFalse(read(REQUIRED + "gate.store-down=deny").gates().admitsUncounted());
    assertEquals(ErrorCode.POLICY_VALUE, refused(REQUIRED + "gate.store-down=maybe").code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys.url=http://keys.acme.example/jwks",
        "keys.url=ftp://127.0.0.1/jwks",
        "keys.url=https:///jwks",
        "keys.url=https://user:secret@keys.acme.example/jwks",
        "keys.url=https://keys.acme.example/jwks#first",
        "keys.url=keys.acme.example",
        "keys.url=https://keys acme",
        "denylist.url=http://10.0.0.1/list",
        "offline.grace=P31D",
        "metrics.prefix=9lives",
        "metrics.prefix=acme-license"
      })
  void whatCannotBeFetchedSafelyOrNamedIsAnError(String line) {
    Refusal refusal = refused(REQUIRED + line);
    assertEquals(ErrorCode.POLICY_VALUE, refusal.code());
  }

  @Test
  void addressesAreHttpsOrOnThisMachine() throws RefusedException {
    assertEquals(Remote.NONE.keysUrl(), read(REQUIRED).remote().keysUrl());
    for (String url :
        List.of(
            "https://keys.acme.example/jwks?v=1",
            "http://127.0.0.1:8080/jwks",
            "http://localhost/jwks",
            "http://[::1]:1/jwks")) {
      Remote remote = read(REQUIRED + "keys.url=" + url + "\ndenylist.url=" + url).remote();
      assertEquals(Optional.of(url), remote.keysUrl());
      assertEquals(Optional.of(url), remote.denylistUrl());
    }
  }

  /** The first and the last of each kind, and what stands next to them in ASCII. */
  @Test
  void aCapIsNamedByLettersDigitsAndWhatStandsBetweenThem() throws RefusedException {
    String meter = "=com.acme.Users#add(..) key=0 count=distinct";
    for (char c : "azAZ09._-".toCharArray()) {
      assertEquals(1, read(REQUIRED + "meter." + c + meter).gates().meters().size());
      assertEquals(1, read(REQUIRED + "meter.x" + c + meter).gates().meters().size());
    }
    for (char c : "`{@[/,^".toCharArray()) {
      assertEquals(ErrorCode.POLICY_VALUE, refused(REQUIRED + "meter.x" + c + meter).code());
    }
  }

  @Test
  void theMetricsPrefixIsANameInPrometheus() throws RefusedException {
    assertEquals("tollgate_license", read(REQUIRED).metricsPrefix());
    for (char c : "azAZ_".toCharArray()) {
      String prefix = c + "9" + c + "0";
      assertEquals(prefix, read(REQUIRED + "metrics.prefix=" + prefix).metricsPrefix());
    }
    for (char c : "`{@[^".toCharArray()) {
      assertEquals(ErrorCode.POLICY_VALUE, refused(REQUIRED + "metrics.prefix=" + c + "x").code());
    }
    for (String prefix : List.of("0x", "x/", "x;", "x.")) {
      assertEquals(ErrorCode.POLICY_VALUE, refused(REQUIRED + "metrics.prefix=" + prefix).code());
    }
  }

  @Test
  void oneAddressIsEnoughToFetch() throws RefusedException {
    assertFalse(read(REQUIRED).remote().fetches());
    assertTrue(read(REQUIRED + "keys.url=https://acme.example/jwks").remote().fetches());
    assertTrue(read(REQUIRED + "denylist.url=https://acme.example/list").remote().fetches());
  }

  @Test
  void patienceWithTheVendorIsAsLongAsThePolicySays() throws RefusedException {
    long day = 86_400_000;
    Remote usual = read(REQUIRED).remote();
    assertEquals(1 * day, usual.keysRefresh().after(0));
    assertEquals(60_000, usual.keysCooldown().after(0));
    assertEquals(14 * day, usual.offlineGrace().after(0));
    assertEquals(30 * day, usual.offlineHardStop().after(0));
    Remote other =
        read(REQUIRED
                + "keys.refresh=PT1H\nkeys.cooldown=PT5S\noffline.grace=P1D\noffline.hard-stop=P1D")
            .remote();
    assertEquals(3_600_000, other.keysRefresh().after(0));
    assertEquals(5_000, other.keysCooldown().after(0));
    assertEquals(day, other.offlineGrace().after(0));
    assertEquals(day, other.offlineHardStop().after(0));
  }

  @Test
  void aVersionHasAClaimAndValues() {
    assertEquals(ErrorCode.POLICY_INCOMPLETE, refused(REQUIRED + "token.version-claim=v").code());
    assertEquals(ErrorCode.POLICY_INCOMPLETE, refused(REQUIRED + "token.versions=1").code());
    assertEquals(
        ErrorCode.POLICY_VALUE,
        refused(REQUIRED + "token.version-claim=v\ntoken.versions=1,,2").code());
  }

  @Test
  void aListOfNothingButCommasIsAnError() {
    assertEquals(ErrorCode.POLICY_VALUE, refused(REQUIRED.replace("k1.json", ",")).code());
  }

  @Test
  void aKeyThatStandsTwiceIsAnError() {
    assertEquals(ErrorCode.POLICY_VALUE, refused(REQUIRED + "keys.file=k2.json").code());
  }

  @Test
  void aKeyFileThatIsNotThereIsAnErrorThatNamesIt() {
    Refusal refusal = refused(REQUIRED.replace("k1.json", "gone.json"));
    assertEquals(ErrorCode.POLICY_UNREADABLE, refusal.code());
    assertTrue(refusal.detail().contains("gone.json"), refusal.detail());
  }

  @Test
  void aKeyFileThatHoldsNoKeyIsAnErrorThatNamesIt() {
    put("bad.json", "{}");
    Refusal refusal = refused(REQUIRED.replace("k1.json", "bad.json"));
    assertEquals(ErrorCode.KEY_REFUSED, refusal.code());
    assertTrue(refusal.detail().contains("bad.json"), refusal.detail());
  }

  @Test
  void noTwoKeysHaveOneKid() {
    assertEquals(
        ErrorCode.KEY_REFUSED,
        refused(REQUIRED.replace("k1.json", "k1.json,k1-again.json")).code());
  }

  @Test
  void keysWithoutKidMayBeSeveral() throws RefusedException {
    assertEquals(2, read(REQUIRED.replace("k1.json", "key.pem,other.pem")).keys().all().size());
  }

  @Test
  void whiteSpaceAroundAValueIsForgiven() throws RefusedException {
    Policy policy = read(REQUIRED + "token.issuer= acme \t\ngate.mode=enforce \n");
    assertEquals(Optional.of("acme"), policy.tokens().issuer());
  }

  @Test
  void aPolicyIsUtf8WithSoundEscapes() {
    files.put("policy", new byte[] {(byte) 0xff});
    RefusedException e =
        assertThrows(RefusedException.class, () -> PolicyReader.read("policy", this::file));
    assertEquals(ErrorCode.POLICY_UNREADABLE, e.refusal().code());
    assertEquals(ErrorCode.POLICY_VALUE, refused(REQUIRED + "token.env=\\u12").code());
  }

  @Test
  void aWrongStartModeSaysWhichThereAre() {
    String mode = refused(REQUIRED + "start.on-missing=x").detail();
    assertTrue(mode.contains("halt, gate or evaluate"), mode);
    mode = refused(REQUIRED + "start.on-expired=x").detail();
    assertTrue(mode.contains("halt or gate"), mode);
  }

  @Test
  void theGatesAnnotationsAreReadWithoutALookAtTheKeys() throws RefusedException {
    put("policy", "keys.file=gone.json\ngate.annotations=com.acme.Paid\n");
    assertEquals(List.of("com.acme.Paid"), PolicyReader.gates("policy", this::file).annotations());
  }

  @Test
  void whatHasToBeSealedAreTheKeyFilesAsNamed() throws RefusedException {
    put("policy", REQUIRED.replace("k1.json", "keys/a.json, b.pem"));
    assertEquals(List.of("keys/a.json", "b.pem"), PolicyReader.keyFiles("policy", this::file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "jwt;root.json",
        "jwt,bundle;root.json",
        "licence-v1;k1.json",
        "jwt,licence-v1;k1.json,root.json",
        "licence-v1;root.json"
      })
  void aFormThatNoKeyCanServeIsRefused(String formats, String keys) {
    Refusal refusal =
        refused(
            "product.name=P\nproduct.contact=C\nkeys.file="
                + keys
                + "\ntoken.formats="
                + formats
                + "\n");
    assertEquals(ErrorCode.POLICY_VALUE, refusal.code());
    assertTrue(refusal.detail().contains("in token.formats, and not a"), refusal.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"bundle;root.json", "bundle;k1.json", "licence-v1;ed.raw", "jwt,licence-v1;ed.raw"})
  void aFormIsServedByOneKeyThatCanSignIt(String formats, String keys) throws RefusedException {
    read(
        "product.name=P\nproduct.contact=C\nkeys.file="
            + keys
            + "\ntoken.formats="
            + formats
            + "\n");
  }

  @Test
  void aVariableThatCouldReplaceNoKeyIsRefused() {
    Refusal refusal = refused(REQUIRED + "keys.env=ACME_KEY\n");
    assertEquals(ErrorCode.POLICY_VALUE, refusal.code());
    assertTrue(refusal.detail().contains("keys.env"), refusal.detail());
  }

  @Test
  void oneKeyHasOneUse() {
    TestKey key = TestKey.generate();
    put("a.json", key.jwk("a"));
    put("b.json", key.jwk("b").replace("{", "{\"use\":\"root\","));
    Refusal refusal = refused("product.name=P\nproduct.contact=C\nkeys.file=a.json,b.json\n");
    assertEquals(ErrorCode.KEY_REFUSED, refusal.code());
    assertTrue(refusal.detail().contains("as sig and as root: b and a"), refusal.detail());
  }

  private Policy read(String policy) throws RefusedException {
    put("policy", policy);
    return PolicyReader.read("policy", this::file);
  }

  private Refusal refused(String policy) {
    return assertThrows(RefusedException.class, () -> read(policy)).refusal();
  }

  private void put(String name, String content) {
    files.put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] file(String name) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IOException(name + " does not exist");
    }
    return content;
  }

  private static ClaimPath path(String parent, String name) {
    return new ClaimPath(List.of(parent), name);
  }
}
