package io.tollgate.testapp;

import static io.tollgate.testapp.Vendor.StartPolicy.EVALUATE;
import static io.tollgate.testapp.Vendor.StartPolicy.GATE;
import static io.tollgate.testapp.Vendor.StartPolicy.HALT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What each state of the license means for a start, on every JDK of this machine. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.tollgate.testapp.Jdk#all")
class LicenseStatesIT {
  private static final int HALTED = 78;
  private static final int MOST_LINES = 12;

  /** Started once for each JDK: no test here changes anything that another one looks at. */
  private static final Map<Launch, App> APPS = new HashMap<>();

  private final Jdk jdk;
  private final Vendor vendor;

  LicenseStatesIT(Jdk jdk) throws Exception {
    this.jdk = jdk;
    this.vendor = Vendor.theOne();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    for (App app : APPS.values()) {
      app.close();
    }
    APPS.clear();
  }

  @Test
  void aValidLicenseOpensEveryGateWithoutOneLineOnAnyStream() throws Exception {
    App app = running(Launch.under(HALT, jdk).with(vendor.valid()));
    Gates.assertOpen(app);
    assertEquals("", app.stdout());
    assertFalse(app.get("/orders/export").body().contains("EVALUATION"));
    assertEquals("", app.stderr());

    // So would be an application without an agent: this one is there, and speaks when it has to.
    app.mount(vendor.tampered());
    Eventually.holds(
        "the tampered token is reported",
        Duration.ofMinutes(5),
        () -> app.stderr().contains("TG-TOK-0006"),
        app::describe);
  }

  @Test
  void anExpiringLicenseOpensEveryGate() throws Exception {
    Gates.assertOpen(expiring());
  }

  @Test
  void anExpiringLicenseIsAnnouncedInOneBannerThatNamesWhatIsToBeDone() throws Exception {
    App app = expiring();
    assertOneNotice(app.startNotice(), "EXPIRING", Vendor.CUSTOMER, "expiring");
    assertTrue(app.stderr().contains("Renew"), app::stderr);
    assertEquals("", app.stdout());
  }

  @Test
  void aLicenseInGraceOpensEveryGate() throws Exception {
    Gates.assertOpen(inGrace());
  }

  @Test
  void aLicenseInGraceIsAnnouncedInOneBanner() throws Exception {
    App app = inGrace();
    assertOneNotice(app.startNotice(), "GRACE", Vendor.CUSTOMER, "in-grace");
    assertEquals("", app.stdout());
  }

  @Test
  void anExpiredLicenseHaltsTheStartBeforeMain() throws Exception {
    assertHalts(
        Launch.under(HALT, jdk).with(vendor.expired()),
        "EXPIRED",
        "TG-LIC-0002",
        Vendor.CUSTOMER,
        "expired");
  }

  @Test
  void underGateAnExpiredLicenseLeavesReadsAndDeniesWrites() throws Exception {
    App app = running(Launch.under(GATE, jdk).with(vendor.expired()));
    Gates.assertClosed(app, "TG-LIC-0002", "EXPIRED");
    assertOneNotice(
        app.startNotice(), "EXPIRED", "TG-LIC-0002", Vendor.CUSTOMER, Launch.TOKEN_FILE);
  }

  @Test
  void aLicenseThatHasNotBegunHaltsTheStart() throws Exception {
    assertHalts(
        Launch.under(HALT, jdk).with(vendor.notYetValid()),
        "NOT_YET_VALID",
        "TG-LIC-0003",
        Vendor.CUSTOMER,
        "not-yet");
  }

  @Test
  void aMissingTokenHaltsTheStart() throws Exception {
    assertHalts(Launch.under(HALT, jdk), "MISSING", "TG-LIC-0001");
  }

  @Test
  void aBlankTokenFileIsAMissingToken() throws Exception {
    assertHalts(Launch.under(HALT, jdk).with(" \r\n"), "MISSING", "TG-LIC-0001");
  }

  @Test
  void underGateAMissingTokenLeavesReadsAndDeniesWrites() throws Exception {
    App app = running(Launch.under(GATE, jdk));
    Gates.assertClosed(app, "TG-LIC-0001", "MISSING");
    assertOneNotice(app.startNotice(), "MISSING", "TG-LIC-0001", Launch.TOKEN_FILE);
  }

  @Test
  void underEvaluateAMissingTokenOpensEveryGate() throws Exception {
    App app = running(Launch.under(EVALUATE, jdk));
    Gates.assertOpen(app);
    assertTrue(app.get("/orders/export").body().endsWith("EVALUATION COPY\r\n"));
    assertOneNotice(app.startNotice(), "MISSING", "evaluation");
  }

  @Test
  void aTamperedTokenHaltsTheStartAndIsNotShown() throws Exception {
    String token = vendor.tampered();
    JavaProcess ended = assertHalts(Launch.under(HALT, jdk).with(token), "INVALID", "TG-TOK-0006");
    assertFalse(ended.stderr().contains(Vendor.CUSTOMER), ended::stderr);
    assertFalse(ended.stderr().contains(token.substring(0, 30)), ended::stderr);
  }

  @Test
  void underGateATamperedTokenLeavesReadsAndDeniesWrites() throws Exception {
    App app = running(Launch.under(GATE, jdk).with(vendor.tampered()));
    Gates.assertClosed(app, "TG-TOK-0006", "INVALID");
    assertOneNotice(app.startNotice(), "INVALID", "TG-TOK-0006", Launch.TOKEN_FILE);
  }

  @Test
  void evenUnderEvaluateATamperedTokenHaltsTheStart() throws Exception {
    assertHalts(Launch.under(EVALUATE, jdk).with(vendor.tampered()), "INVALID", "TG-TOK-0006");
  }

  private App expiring() throws Exception {
    return running(Launch.under(HALT, jdk).with(vendor.expiring()));
  }

  private App inGrace() throws Exception {
    return running(Launch.under(HALT, jdk).with(vendor.inGrace()));
  }

  private static App running(Launch launch) throws Exception {
    App known = APPS.get(launch);
    App app = known == null ? launch.app() : known;
    APPS.put(launch, app);
    return app;
  }

  /** A clean exit: one error, no trace, no core file, and not a line of the application. */
  private static JavaProcess assertHalts(Launch launch, String... facts) throws Exception {
    JavaProcess process = launch.process();
    try (process) {
      assertEquals(HALTED, process.exitCode(), process::describe);
    }
    assertOneNotice(process.stderr(), facts);
    assertTrue(process.stderr().contains(Launch.TOKEN_FILE), process::describe);
    assertEquals("", process.stdout());
    assertEquals(Set.of("stdout.txt", "stderr.txt"), filesBeside(process));
    return process;
  }

  private static Set<String> filesBeside(JavaProcess process) throws Exception {
    try (Stream<Path> files = Files.list(process.folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(Launch.TOKEN_FILE))
          .collect(Collectors.toSet());
    }
  }

  private static void assertOneNotice(String stderr, String... facts) {
    List<String> lines = stderr.lines().toList();
    assertTrue(!lines.isEmpty() && lines.size() <= MOST_LINES, stderr);
    assertEquals(1, lines.stream().filter(line -> line.startsWith("Tollgate:")).count(), stderr);
    assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("  ")), stderr);
    for (String fact : facts) {
      assertTrue(stderr.contains(fact), () -> "No " + fact + " in:\n" + stderr);
    }
    assertTrue(stderr.contains(Vendor.PRODUCT), stderr);
    assertTrue(stderr.contains(Vendor.CONTACT), stderr);
    assertFalse(stderr.contains("\tat "), stderr);
  }
}
