package io.tollgate.core.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final long END = Instant.parse("2027-04-01T00:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000;

  private final List<String> printed = new ArrayList<>();
  private final Announcer text = announcer(false);
  private final Announcer json = announcer(true);

  @Test
  void aStartWithAValidLicenseIsSilent() {
    text.atStart(granted(END - 200 * DAY, OnProblem.HALT));
    assertEquals(List.of(), printed);
  }

  @Test
  void aBannerSaysProductCustomerLicenseStateDatesDaysLeftWhatIsNextAndTheContact() {
    text.atStart(granted(END - 10 * DAY, OnProblem.HALT));
    assertPrinted(
        "Acme Orders",
        "EXPIRING",
        "Example Corp",
        "lic-1",
        "2027-04-01 00:00:00 UTC",
        "2027-06-30 00:00:00 UTC",
        "in 10 days",
        "Renew the license",
        "sales@acme.example");
  }

  @Test
  void aBannerWarnsBeforeAnEndorsementEnds() throws JsonException {
    text.atStart(endorsed(END - 400 * DAY, END - 403 * DAY));
    assertPrinted(
        "EXPIRING",
        "its key is endorsed no longer",
        "Endorsed to:",
        "in 3 days",
        "close at " + UtcText.plain(END - 400 * DAY));
    assertFalse(printed.get(0).contains("2027-06-30"), printed.get(0));
    json.atStart(endorsed(END - 400 * DAY, END - 403 * DAY));
    JsonObject object = Json.object(printed.get(1).getBytes(StandardCharsets.UTF_8));
    assertEquals(Optional.of(UtcText.iso(END - 400 * DAY)), object.string("graceEndsAt"));
  }

  @Test
  void theGraceBannerSaysSinceWhenAndUntilWhen() {
    text.atStart(granted(END + 10 * DAY, OnProblem.HALT));
    assertPrinted("GRACE", "has expired", "10 days ago", "2027-06-30 00:00:00 UTC (in 80 days)");
  }

  @Test
  void anErrorAlsoSaysItsCodeAndWhereItLooked() {
    text.atStart(granted(END + 91 * DAY, OnProblem.HALT));
    assertPrinted(
        "does not start", "EXPIRED", "TG-LIC-0002", "/mnt/token", "lic-1", "sales@acme.example");
    printed.clear();
    text.atStart(granted(END + 91 * DAY, OnProblem.GATE));
    assertPrinted("licensed functions closed", "TG-LIC-0002");
  }

  @Test
  void aRevokedLicenseIsStillNamed() {
    text.atStart(
        LicenseStatus.of(
            new Verdict.Refused(
                new Refusal(ErrorCode.LICENSE_REVOKED, ""), Optional.of(license("Example Corp"))),
            rules(OnProblem.HALT, OnProblem.HALT),
            END));
    assertPrinted("does not start", "INVALID", "TG-LIC-0006", "Example Corp", "lic-1");
  }

  @Test
  void anEvaluationSaysThatItIsOne() {
    text.atStart(
        LicenseStatus.of(
            new Verdict.Missing(new Refusal(ErrorCode.LICENSE_MISSING, "It is not there.")),
            rules(OnProblem.HALT, OnProblem.EVALUATE),
            END));
    assertPrinted("evaluation", "TG-LIC-0001", "/mnt/token");
  }

  @Test
  void aChangeIsOneLine() {
    text.happened(new LicenseEvent.Changed(Action.RENEWED, granted(END, OnProblem.HALT)));
    assertEquals(1, printed.get(0).lines().count());
    assertPrinted("GRACE", "licensed functions are open");
    printed.clear();
    text.happened(
        new LicenseEvent.Changed(Action.RENEWED, granted(END + 90 * DAY, OnProblem.HALT)));
    assertEquals(1, printed.get(0).lines().count());
    assertPrinted("EXPIRED", "licensed functions are closed", "TG-LIC-0002");
  }

  @Test
  void aRejectedTokenIsOneLineWithItsCode() {
    text.happened(rejected(new Refusal(ErrorCode.TOKEN_SIGNATURE, "It was read from /mnt/token.")));
    assertEquals(1, printed.get(0).lines().count());
    assertPrinted("TG-TOK-0006", "a token was not taken", "/mnt/token");
  }

  @Test
  void aStoreThatIsAwayIsNoTokenThatWasNotTaken() {
    text.happened(
        new LicenseEvent.Problem(
            Action.OFFLINE,
            granted(END, OnProblem.HALT),
            new Refusal(ErrorCode.STORE_AWAY, "It is there.")));
    assertPrinted("the store is not used", "TG-SYS-0051", "It is there.");
    assertFalse(printed.get(0).contains("token"), printed.get(0));
  }

  @Test
  void eachNoticeIsOneJsonObjectWhenAskedFor() throws JsonException {
    json.atStart(granted(END + 91 * DAY, OnProblem.HALT));
    json.happened(new LicenseEvent.Changed(Action.RENEWED, granted(END, OnProblem.HALT)));
    json.happened(rejected(new Refusal(ErrorCode.TOKEN_SIGNATURE, "")));
    json.problem("x", new Refusal(ErrorCode.WEAVE_FAILED, "\"quoted\""));
    json.remark("hello");
    assertEquals(5, printed.size());
    for (String line : printed) {
      assertEquals(1, line.lines().count());
      JsonObject object = Json.object(line.getBytes(StandardCharsets.UTF_8));
      assertEquals(Optional.of("tollgate"), object.string("logger"));
    }
    JsonObject first = Json.object(printed.get(0).getBytes(StandardCharsets.UTF_8));
    assertEquals(Optional.of("EXPIRED"), first.string("state"));
    assertEquals(Optional.of("TG-LIC-0002"), first.string("code"));
    assertEquals(Optional.of("lic-1"), first.string("licenseId"));
    assertEquals(Optional.of("2027-04-01T00:00:00.000Z"), first.string("expiresAt"));
    assertEquals(Optional.of("2027-06-30T00:00:00.000Z"), first.string("graceEndsAt"));
  }

  @Test
  void aClaimCannotForgeALine() {
    text.atStart(granted("Evil\nTollgate: all is well\r\u001b[2J", END - DAY));
    String all = printed.get(0);
    assertFalse(all.contains("\nTollgate: all is well"), all);
    assertFalse(all.contains("\u001b"), all);
  }

  private static LicenseEvent rejected(Refusal refusal) {
    return new LicenseEvent.Problem(
        Action.REJECTED, granted(END - 200 * DAY, OnProblem.HALT), refusal);
  }

  private void assertPrinted(String... parts) {
    String all = String.join("\n", printed);
    for (String part : parts) {
      assertTrue(all.contains(part), () -> "no \"" + part + "\" in:\n" + all);
    }
    assertTrue(all.lines().count() <= 12, all);
  }

  private Announcer announcer(boolean asJson) {
    return new Announcer(printed::add, asJson, "Acme Orders", "sales@acme.example", "/mnt/token");
  }

  private static LifecycleRules rules(OnProblem onExpired, OnProblem onMissing) {
    return new LifecycleRules(
        new Window(6, 0), new Window(0, 90 * DAY), onExpired, onMissing, OnProblem.HALT);
  }

  private static LicenseStatus granted(long now, OnProblem onExpired) {
    return LicenseStatus.of(
        new Verdict.Granted(license("Example Corp")), rules(onExpired, OnProblem.HALT), now);
  }

  private static LicenseStatus granted(String customer, long now) {
    return LicenseStatus.of(
        new Verdict.Granted(license(customer)), rules(OnProblem.HALT, OnProblem.HALT), now);
  }

  private static LicenseStatus endorsed(long until, long now) {
    License plain = license("Example Corp");
    License endorsed =
        new License(
            TokenFormat.BUNDLE,
            plain.algorithm(),
            plain.keyId(),
            plain.licenseId(),
            plain.customerId(),
            plain.issuer(),
            plain.issuedAt(),
            plain.notBefore(),
            plain.end(),
            OptionalLong.of(until),
            plain.terms(),
            plain.entitlements());
    return LicenseStatus.of(
        new Verdict.Granted(endorsed), rules(OnProblem.HALT, OnProblem.HALT), now);
  }

  private static License license(String customer) {
    return new License(
        TokenFormat.JWT,
        "ES256",
        "k1",
        "lic-1",
        customer,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        END,
        OptionalLong.empty(),
        License.Terms.NONE,
        Entitlements.NONE);
  }
}
