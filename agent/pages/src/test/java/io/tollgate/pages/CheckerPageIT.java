package io.tollgate.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker as people use it. */
@ExtendWith(Pages.Shared.class)
class CheckerPageIT {
  private static final long DAY = 86_400;
  private static final Signer VENDOR = Signer.es256();
  private static final Signer STRANGER = Signer.rs256(2048);
  private static final Signer ROOT = Signer.es256();
  private static final Signer ED25519 = Signer.ed25519();

  private final Pages pages;
  private final BrowserContext context;
  private final Page page;
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  CheckerPageIT(Pages pages) {
    this.pages = pages;
    this.context =
        pages
            .browser()
            .newContext(
                new Browser.NewContextOptions().setLocale("en-US").setTimezoneId("Asia/Tokyo"));
    this.page = context.newPage();
  }

  @BeforeEach
  void open() {
    context.onRequest(request -> requests.add(request.url()));
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.navigate(pages.url("/checker"));
  }

  /** Whatever a test does, the page asks nobody for anything and breaks none of its own rules. */
  @AfterEach
  void nothingLeftThePage() {
    String url = page.url();
    context.close();
    assertEquals(List.of(url), requests);
    assertEquals(List.of(), complaints);
  }

  private static String claims(long days, String more) {
    return "{\"sub\":\"Acme\",\"jti\":\"lic-1\",\"exp\":"
        + (Instant.now().getEpochSecond() + days * DAY)
        + more
        + "}";
  }

  private void check(String token, String keys) {
    page.getByLabel("License token").fill(token);
    page.getByLabel("The vendor's public key").fill(keys);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Check the license"))
        .click();
    assertThat(summary()).not().containsText("Checking");
  }

  private Locator summary() {
    return page.getByRole(AriaRole.STATUS);
  }

  private Locator result() {
    return page.locator("#result");
  }

  @Test
  void aLicenseIsShownWithWhatItGrantsAndUntilWhen() {
    String claims =
        claims(
            400,
            ",\"iss\":\"vendor\",\"nbf\":1700000000,\"tier\":\"gold\",\"features\":[\"export\",\"audit\"],"
                + "\"caps\":{\"users\":12}");
    check(VENDOR.jwt(claims), VENDOR.jwk("\"kid\":\"k1\","));
    assertThat(summary()).containsText("VALID");
    assertThat(summary()).containsText("The signature (ES256) fits the vendor's key k1.");
    assertThat(summary()).containsText("It ends in 400 days, at ");
    for (String shown :
        List.of(
            "Acme",
            "lic-1",
            "vendor",
            "gold",
            "export",
            "audit",
            "users: 12",
            "400 days left",
            "2023-11-14 22:13:20 UTC",
            "Wednesday, November 15, 2023 at 7:13:20 AM GMT+9",
            "\"sub\": \"Acme\"")) {
      assertThat(result()).containsText(shown);
    }
    assertThat(page.locator("main")).not().containsText("UNVERIFIED");
  }

  @ParameterizedTest
  @CsvSource({
    "30, EXPIRING, It ends in 30 days",
    "-3, GRACE, It stops counting in",
    "-400, EXPIRED, TG-LIC-0002"
  })
  void aLicenseIsJudgedByToday(long days, String state, String words) {
    check(VENDOR.jwt(claims(days, "")), VENDOR.pem());
    assertThat(summary()).containsText(state);
    assertThat(page.locator("main")).containsText(words);
  }

  @Test
  void theWindowsOfThePolicyCount() {
    page.getByText("What the product's policy says").click();
    page.getByLabel("Warning window").fill("P1D");
    check(VENDOR.jwt(claims(30, "")), VENDOR.pem());
    assertThat(summary().locator(".badge")).hasText("VALID");
    page.getByLabel("Grace window").fill("soon");
    check(VENDOR.jwt(claims(30, "")), VENDOR.pem());
    assertThat(page.locator("#policy-problem")).containsText("TG-CFG-0002");
    assertThat(page.getByLabel("Grace window")).isFocused();
  }

  @Test
  void aPathThatIsGivenIsStrictAndAnEmptyOneIsNot() {
    String token = VENDOR.jwt(claims(400, ",\"tier\":7,\"acme\":{\"can\":[\"a\"],\"no\":-1}"));
    check(token, VENDOR.pem());
    assertThat(summary()).containsText("This license is valid.");
    page.getByText("What the product's policy says").click();
    page.getByLabel("Paths to the features").fill("acme.can");
    check(token, VENDOR.pem());
    assertThat(result().locator("dd").filter(new Locator.FilterOptions().setHasText("a")).first())
        .isVisible();
    page.getByLabel("Paths to the caps").fill("acme.no");
    check(token, VENDOR.pem());
    assertThat(summary()).containsText("The cap \"no\" is no whole number");
    assertThat(result()).containsText("REFUSED");
  }

  @Test
  void withoutTheVendorsKeyNothingIsTrueYet() {
    check(VENDOR.jwt(claims(400, ",\"tier\":\"gold\"")), "");
    assertThat(summary()).containsText("UNVERIFIED");
    assertThat(summary()).containsText("Nobody has vouched for this license yet.");
    assertThat(summary()).not().containsText("400 days");
    assertClaimsAreUnverified("gold");
  }

  @Test
  void aForgedTokenIsRefusedAndItsClaimsAreUnverified() {
    check(Signer.es256().jwt(claims(400, ",\"tier\":\"gold\"")), VENDOR.pem());
    assertThat(summary()).containsText("INVALID");
    assertThat(summary()).containsText("The signature does not fit the vendor's key.");
    assertThat(result()).containsText("bad-signature");
    assertClaimsAreUnverified("gold");
  }

  /** They stand in the one part that says so, and nowhere else. */
  private void assertClaimsAreUnverified(String claim) {
    assertThat(page.locator(".unverified > .badge")).hasText("UNVERIFIED");
    assertThat(page.locator(".unverified")).containsText(claim);
    page.evaluate("() => document.querySelector('.unverified').remove()");
    assertThat(page.locator("main")).not().containsText(claim);
  }

  @Test
  void aBundlesOwnKeyProvesNothing() {
    String bundle = STRANGER.bundle(STRANGER.jwt(claims(400, ",\"tier\":\"gold\"")));
    check(bundle, "");
    assertThat(summary()).containsText("UNVERIFIED");
    assertThat(summary()).containsText("anybody can enclose a key");
    check(bundle, VENDOR.pem());
    assertThat(summary())
        .containsText("The signature fits the enclosed key, but it is not your vendor's");
    assertThat(result()).containsText("untrusted-key");
    assertThat(result()).containsText(STRANGER.thumbprint());
    assertClaimsAreUnverified("gold");
    check(STRANGER.bundle(VENDOR.jwt(claims(400, ""))), "");
    assertThat(summary()).containsText("INVALID");
  }

  @Test
  void aRootKeysEndorsementMakesABundleGood() {
    String bundle =
        STRANGER.bundle(STRANGER.jwt(claims(400, "")), ROOT.endorsement(STRANGER, "4000000000"));
    check(bundle, ROOT.jwk("\"use\":\"root\","));
    assertThat(summary()).containsText("This license is valid.");
    assertThat(summary()).containsText("the vendor's root key endorsed that one");
    assertThat(result()).containsText("Key trusted until");
    check(bundle, Signer.es256().jwk("\"use\":\"root\","));
    assertThat(summary()).containsText("it is not your vendor's");
    assertThat(result()).containsText("TG-KEY-0004");
  }

  @Test
  void aLicenceV1IsCheckedToo() {
    String token =
        ED25519.licenceV1(
            "1000",
            Long.toString(Instant.now().toEpochMilli() + 400 * DAY * 1000),
            "acme",
            "{\"licenceId\":\"lic-7\"}");
    check(token, ED25519.raw());
    assertThat(summary()).containsText("This license is valid.");
    assertThat(result()).containsText("lic-7");
  }

  @Test
  void aBrowserWithoutEd25519SaysSoAndNotThatTheTokenIsBad() {
    page.evaluate(
        """
        () => {
          const importKey = crypto.subtle.importKey;
          crypto.subtle.importKey = function (format, data, algorithm, ...rest) {
            return algorithm.name === 'Ed25519'
              ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
              : importKey.call(this, format, data, algorithm, ...rest);
          };
        }
        """);
    check(ED25519.jwt(claims(400, ",\"tier\":\"gold\"")), ED25519.pem());
    assertThat(summary()).containsText("CANNOT BE CHECKED");
    assertThat(summary()).containsText("This browser cannot verify Ed25519 signatures.");
    assertThat(page.locator("main")).not().containsText("INVALID");
    assertClaimsAreUnverified("gold");
    check(VENDOR.jwt(claims(400, "")), VENDOR.pem());
    assertThat(summary()).containsText("This license is valid.");
  }

  @Test
  void overPlainHttpFromElsewhereThePageSaysWhyItCannotCheck() throws Exception {
    String html = Files.readString(Path.of(System.getProperty("tollgate.docs"), "checker.html"));
    page.route(
        "http://agent.example/checker",
        route ->
            route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(html)));
    page.navigate("http://agent.example/checker");
    requests.remove(pages.url("/checker"));
    assertThat(page.locator("#limits")).containsText("Signatures cannot be checked here.");
    check(VENDOR.jwt(claims(400, ",\"tier\":\"gold\"")), VENDOR.pem());
    assertThat(summary()).containsText("CANNOT BE CHECKED");
    assertThat(page.locator("main")).not().containsText("INVALID");
    assertClaimsAreUnverified("gold");
    // What needs no cryptography is still told.
    check("a.b", VENDOR.pem());
    assertThat(summary()).containsText("INVALID");
  }

  @Test
  void theFileWorksByItselfAndOffline() {
    String file =
        Path.of(System.getProperty("tollgate.docs"), "checker.html")
            .toAbsolutePath()
            .normalize()
            .toUri()
            .toString();
    page.navigate(file);
    requests.remove(pages.url("/checker"));
    assertEquals(1, requests.size());
    requests.set(0, page.url());
    context.setOffline(true);
    check(VENDOR.jwt(claims(400, "")), VENDOR.pem());
    assertThat(summary()).containsText("This license is valid.");
  }

  @Test
  void aPrivateKeyIsRefusedInPlainWords() {
    check(VENDOR.jwt(claims(400, "")), VENDOR.privatePem());
    Locator keys = page.getByLabel("The vendor's public key");
    assertThat(page.locator("#keys-problem")).containsText("TG-KEY-0002");
    assertThat(page.locator("#keys-problem"))
        .containsText("nobody but the vendor should ever hold");
    assertThat(keys).isFocused();
    assertThat(keys).hasAttribute("aria-invalid", "true");
    assertThat(keys).hasAccessibleDescription(Pattern.compile("TG-KEY-0002"));
    check(VENDOR.jwt(claims(400, "")), VENDOR.pem());
    assertThat(page.locator("#keys-problem")).isEmpty();
    assertThat(summary()).containsText("This license is valid.");
  }

  @Test
  void aResultIsOnlyShownForWhatStandsInTheForm() {
    check(VENDOR.jwt(claims(400, "")), VENDOR.pem());
    assertThat(summary()).containsText("This license is valid.");
    page.getByLabel("License token").press("End");
    page.getByLabel("License token").pressSequentially("x");
    assertThat(summary()).hasText("Not checked since the last change.");
    assertThat(result()).isEmpty();
  }

  @Test
  void aMissingTokenIsAskedFor() {
    check("  ", "");
    assertThat(page.locator("#token-problem")).containsText("TG-LIC-0001");
    assertThat(page.getByLabel("License token")).isFocused();
  }

  @Test
  void aFileIsCheckedByItsBytes() {
    byte[] token = VENDOR.jwt(claims(400, "")).getBytes(StandardCharsets.US_ASCII);
    page.locator("#keys-file")
        .setInputFiles(payload("key.pem", VENDOR.pem().getBytes(StandardCharsets.US_ASCII)));
    page.locator("#token-file").setInputFiles(payload("token", token));
    assertThat(summary()).containsText("This license is valid.");
    byte[] odd = token.clone();
    odd[10] = (byte) 0xff;
    page.locator("#token-file").setInputFiles(payload("token", odd));
    assertThat(summary()).containsText("It holds characters outside ASCII.");
    page.locator("#token-file").setInputFiles(payload("token", new byte[16 * 1024 + 1]));
    assertThat(page.locator("#token-problem")).containsText("TG-TOK-0002");
  }

  private static FilePayload payload(String name, byte[] content) {
    return new FilePayload(name, "application/octet-stream", content);
  }

  @Test
  void aFileMayBeDroppedAnywhere() {
    drop("#keys", "key.pem", VENDOR.pem());
    assertThat(page.getByLabel("The vendor's public key")).hasValue(VENDOR.pem().replace("\r", ""));
    drop("footer", "token", VENDOR.jwt(claims(400, "")));
    assertThat(summary()).containsText("This license is valid.");
    assertTrue(page.url().endsWith("/checker"));
  }

  private void drop(String where, String name, String content) {
    page.evaluate(
        """
        ([where, name, content]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([content], name));
          for (const type of ['dragover', 'drop']) {
            document.querySelector(where).dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true}));
          }
        }
        """,
        List.of(where, name, content));
  }

  @Test
  void theKeyboardIsEnough() {
    page.keyboard().press("Tab");
    assertThat(page.getByLabel("License token")).isFocused();
    page.keyboard().insertText(VENDOR.jwt(claims(400, "")));
    page.keyboard().press("Tab");
    assertThat(page.locator("#token-file")).isFocused();
    page.keyboard().press("Tab");
    assertThat(page.getByLabel("The vendor's public key")).isFocused();
    page.keyboard().insertText(VENDOR.pem());
    for (String id : List.of("#keys-file", "summary", "[type=submit]")) {
      page.keyboard().press("Tab");
      assertThat(page.locator(id)).isFocused();
    }
    page.keyboard().press("Enter");
    assertThat(summary()).containsText("This license is valid.");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(summary()).hasText("Nothing has been checked yet.");
    assertThat(page.getByLabel("License token")).hasValue("");
    assertThat(page.getByLabel("License token")).isFocused();
  }

  @Test
  void whatATokenSaysIsTextAndNothingElse() {
    String claims =
        claims(400, ",\"tier\":\"<img src=x onerror=alert(1)>\\u202egold\",\"note\":\"\\u202e\"");
    check(VENDOR.jwt(claims), VENDOR.pem());
    assertThat(result()).containsText("<img src=x onerror=alert(1)>?gold");
    assertThat(result()).containsText("\\u202e");
    assertThat(page.locator("img")).hasCount(0);
    assertFalse(page.content().contains("\u202e"));
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1280", "DARK, 320"}) // no color depends on a width
  void nobodyIsLeftOut(ColorScheme scheme, int width) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.setViewportSize(width, 800);
    page.getByText("What the product's policy says").click();
    // One of each color.
    check(VENDOR.jwt(claims(400, ",\"tier\":\"gold\",\"features\":[\"a\"]")), VENDOR.pem());
    assertAccessible("valid");
    check(VENDOR.jwt(claims(-3, "")), VENDOR.pem());
    assertAccessible("grace");
    String endorsement = ROOT.endorsement(STRANGER, "1");
    check(STRANGER.bundle(STRANGER.jwt(claims(400, "")), endorsement), VENDOR.pem());
    assertAccessible("invalid");
    check(VENDOR.jwt(claims(400, "")), "");
    assertAccessible("unverified");
    check(VENDOR.jwt(claims(400, "")), "x");
    assertAccessible("problem");
  }

  private void assertAccessible(String state) {
    List<String> broken = new ArrayList<>();
    for (Rule rule : new AxeBuilder(page).setLegacyMode(true).analyze().getViolations()) {
      broken.add(rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes());
    }
    assertEquals(List.of(), broken, state);
    Object beside =
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertEquals(0, beside, state + " is wider than its window");
  }
}
