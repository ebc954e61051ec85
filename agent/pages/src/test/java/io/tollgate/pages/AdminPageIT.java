package io.tollgate.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The admin page as administrators use it, with an agent that runs. The agent begins with a license
 * that has ended, and no other may end it again; so the first test sees that. The last one locks
 * everybody out.
 */
@ExtendWith(Pages.Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminPageIT {
  private static final String AGENT = "Agent <img src=x onerror=\"document.title='owned'\">";
  private static final String IMAGE = "<img src=x onerror=\\\"document.title='owned'\\\">";
  private static final String GOLD =
      ",\"iss\":\"vendor\",\"tier\":\"gold\",\"features\":[\"export\",\"audit\"],\"caps\":{\"customers\":100}";

  private final Pages pages;
  private final BrowserContext context;
  private final Page page;
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  AdminPageIT(Pages pages) {
    this.pages = pages;
    this.context =
        pages
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale("en-US")
                    .setTimezoneId("Asia/Tokyo")
                    .setUserAgent(AGENT));
    context.setDefaultTimeout(Pages.MOST_MILLIS);
    this.page = context.newPage();
  }

  @BeforeEach
  void open() {
    context.onRequest(request -> requests.add(request.url()));
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.navigate(pages.url("/"));
  }

  /** Whatever a test does, the page asks nobody but its agent, and leaves nothing behind. */
  @AfterEach
  void nothingIsAskedForOrKeptElsewhere() {
    assertEquals(pages.url("/"), page.url());
    Object kept =
        page.evaluate(
            """
            async () => [localStorage.length, sessionStorage.length, document.cookie,
              (await indexedDB.databases()).length, history.state, history.length - 2].join()
            """);
    String state = context.storageState();
    context.close();
    assertEquals("0,0,,0,,0", kept);
    assertEquals("{\"cookies\":[],\"origins\":[]}", state.replace(" ", ""));
    for (String request : requests) {
      assertTrue(request.startsWith(pages.url("/")), request);
      assertFalse(request.contains(Pages.ADMIN), request);
    }
    // Browsers tell of every answer that is an error.
    complaints.removeIf(complaint -> complaint.startsWith("Failed to load resource"));
    assertEquals(List.of(), complaints);
  }

  // ---- What people do ----

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private Locator bearer() {
    return page.getByLabel("Administrator's token");
  }

  private Locator field() {
    return page.getByLabel("New license");
  }

  private Locator state() {
    return page.locator("#state");
  }

  private Locator outcome() {
    return page.locator("#outcome");
  }

  private Locator difference() {
    return page.locator("#difference");
  }

  private Locator audit() {
    return page.locator("#audit");
  }

  private void unlock() {
    bearer().fill(Pages.ADMIN);
    button("Show the license").click();
    assertThat(state()).not().isEmpty();
    assertThat(button("Lock this page")).isVisible();
  }

  /** Another license rules, and not by way of the page. */
  private void renewed(String id, long days, String more) {
    HttpResponse<String> answer = pages.ask("PUT", "/license", Pages.token(id, days, more));
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private void paste(String text) {
    field().focus();
    page.evaluate(
        """
        (text) => {
          const field = document.activeElement;
          field.value = text;
          field.dispatchEvent(new InputEvent('input', {inputType: 'insertFromPaste', bubbles: true}));
        }
        """,
        text);
  }

  private void tried(String token) {
    paste(token);
    assertThat(difference().locator("table")).isVisible();
  }

  /** While one license rules, another was tried; and the page asks for nothing by itself. */
  private void triedUnder(String ruling, String next) {
    stopTheClock();
    renewed(ruling, 400, "");
    unlock();
    tried(Pages.token(next, 410, ""));
  }

  /** What is asked for there from now on waits for the test. */
  private List<Route> hold(String url) {
    List<Route> held = new ArrayList<>();
    page.route(url, held::add);
    return held;
  }

  private void saved(String token) {
    tried(token);
    button("Save").click();
    assertThat(outcome()).containsText("SAVED");
  }

  // ---- States ----

  @Test
  @Order(1)
  void everyStateIsShownInWordsAndIsThereForEverybody() {
    unlock();
    assertThat(state()).containsText("EXPIRED");
    assertThat(state()).containsText("The license and its grace have ended.");
    assertThat(state()).containsText("It ended 200 days ago.");
    assertThat(state()).containsText("Gates are closed.");
    assertThat(state()).containsText("TG-LIC-0002");
    assertThat(state()).containsText("Renew your license");
    assertThat(
            page.locator("#gates tbody tr")
                .filter(new Locator.FilterOptions().setHasText("export()V"))
                .locator(".number"))
        .hasText("3");
    assertAccessible("expired");
    saved(Pages.token("lic-grace", -3, ""));
    assertThat(state()).containsText("GRACE");
    assertThat(state()).containsText("It ended 3 days ago. Gates close in 87 days.");
    assertThat(state()).containsText("Gates are open.");
    assertAccessible("grace");
    saved(Pages.token("lic-soon", 30, ""));
    assertThat(state()).containsText("EXPIRING");
    assertThat(state()).containsText("30 days left.");
    assertAccessible("expiring");
    saved(Pages.token("lic-valid", 400, GOLD));
    assertThat(state()).containsText("VALID");
    assertThat(state()).containsText("400 days left.");
    assertAccessible("valid");
    tried(Pages.token("lic-less", 200, ""));
    assertAccessible("tried");
    paste("no token");
    assertThat(outcome()).containsText("PROBLEM");
    assertAccessible("refused");
    button("Back to the license before").click();
    assertAccessible("asked");
    button("Keep the present one").click();
    button("Lock this page").click();
    bearer().fill("wrong");
    button("Show the license").click();
    assertThat(page.locator("#bearer-problem")).not().isEmpty();
    assertAccessible("locked");
  }

  /** In light, dark and on a phone; axe and not wider than its window. */
  private void assertAccessible(String what) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      // Colors are the same at every width, and order and names in every color.
      page.setViewportSize(scheme == ColorScheme.LIGHT ? 1280 : 320, 800);
      List<String> broken = new ArrayList<>();
      for (Rule rule : new AxeBuilder(page).setLegacyMode(true).analyze().getViolations()) {
        broken.add(rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes());
      }
      assertEquals(List.of(), broken, what + " " + scheme);
      Object beside =
          page.evaluate(
              "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertEquals(0, beside, what + " is wider than its window");
    }
  }

  @Test
  @Order(2)
  void aLicenseIsShownWithAllThatIsKnownOfIt() {
    renewed("lic-1", 400, GOLD);
    Instant end = Instant.now().plus(Duration.ofDays(400));
    unlock();
    assertThat(page).hasTitle("VALID - Acme <b>Orders</b>");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .hasText("Acme <b>Orders</b>");
    assertThat(page.locator("#title")).isFocused();
    for (String shown :
        List.of(
            "Example Corp",
            "lic-1",
            "vendor",
            "gold",
            "export, audit",
            end.toString().substring(0, 10),
            " UTC",
            "GMT+9",
            "ES256, key k1")) {
      assertThat(page.locator("#facts")).containsText(shown);
    }
    // Not by color alone.
    assertThat(state().locator(".badge svg")).hasCount(1);
    assertThat(page.locator("#gates")).containsText("Agents in this JVM");
  }

  @Test
  @Order(2)
  void aCapIsABarWithWordsAndSaysWhenItIsFull() {
    renewed("lic-caps", 400, ",\"caps\":{\"customers\":100,\"seats\":7}");
    unlock();
    Locator caps = page.locator("#caps");
    Locator meter = page.getByRole(AriaRole.METER);
    // Until the host has served all of them.
    assertThat(caps).containsText("3 of 100, 3 %");
    assertThat(meter).hasAttribute("aria-valuenow", "3");
    assertThat(meter).hasAccessibleName("Use of customers");
    assertThat(caps).containsText("7, not counted");
    assertThat(caps).not().containsText("FULL");
    saved(Pages.token("lic-near", 400, ",\"caps\":{\"customers\":4}"));
    assertThat(caps).containsText("3 of 4, 75 %");
    assertThat(caps).containsText("NEARLY FULL");
    saved(Pages.token("lic-full", 400, ",\"caps\":{\"customers\":3}"));
    assertThat(caps.locator(".badge")).hasText("FULL");
    Object share =
        page.evaluate(
            "() => { const bar = document.querySelector('.bar'); return bar.firstChild.clientWidth / bar.clientWidth; }");
    assertEquals(1.0, ((Number) share).doubleValue(), 0.01);
  }

  @Test
  @Order(2)
  void aCapThatTheLicenseDoesNotNameIsNoUnlimitedOneAndAForecastIsSaid() {
    renewed("lic-forecast", 400, ",\"caps\":{\"customers\":100}");
    // A forecast takes a day, and an evaluation another policy.
    instead("\"used\":{", "\"fullAt\":{\"customers\":\"2037-03-04T05:06:07.000Z\"},\"used\":{");
    unlock();
    Locator caps = page.locator("#caps");
    assertThat(caps).containsText("Full at 2037-03-04 05:06:07 UTC, if it goes on like this.");
    renewed("lic-other-caps", 400, ",\"caps\":{\"seats\":7}");
    page.unrouteAll();
    page.reload();
    unlock();
    assertThat(caps).containsText("3, not in this license");
    instead("\"kind\":\"licensed\"", "\"kind\":\"evaluation\"");
    page.reload();
    unlock();
    assertThat(caps).containsText("3, no limit");
  }

  /** The agent's own answer, but for this. */
  private void instead(String of, String text) {
    page.unrouteAll();
    page.route(
        "**/license/status",
        route -> {
          APIResponse answer = route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(answer)
                  .setBody(answer.text().replace(of, text)));
        });
  }

  // ---- Renewing ----

  @Test
  @Order(2)
  void aTrialShowsWhatWouldChangeAndChangesNothing() {
    renewed("lic-before", 400, GOLD);
    unlock();
    tried(
        Pages.token(
            "lic-after",
            300,
            ",\"tier\":\"gold\",\"features\":[\"export\",\"search\"],\"caps\":{\"customers\":50}"));
    assertThat(outcome()).containsText("It would replace the present license.");
    assertThat(outcome()).containsText("warnings");
    String all = difference().innerText();
    assertTrue(
        all.indexOf("It ends before the present one, by 100 days.") >= 0
            && all.indexOf("It ends before") < all.indexOf("lic-after"),
        all);
    assertRow("License", "lic-before", "lic-after", true);
    assertRow("Customer", "Example Corp", "Example Corp", false);
    assertRow("Issuer", "vendor", "-", true);
    assertRow("Tier", "gold", "gold", false);
    assertRow("Cap customers", "100", "50", true);
    assertThat(row("Ends")).containsText("100 days earlier");
    assertThat(row("Features")).containsText("new: search");
    assertThat(row("Features")).containsText("gone: audit");
    assertTrue(pages.ask("GET", "/license/status", "").body().contains("lic-before"));
    button("Leave it").click();
    assertThat(difference()).isHidden();
    assertThat(field()).hasValue("");
    assertThat(field()).isFocused();
  }

  private Locator row(String name) {
    return difference()
        .locator("tbody tr")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name)));
  }

  private void assertRow(String name, String now, String then, boolean changes) {
    Locator row = row(name);
    assertThat(row.locator("td").nth(0)).hasText(now);
    assertThat(row.locator("td").nth(1)).hasText(then);
    assertThat(row.locator(".mark")).hasCount(changes ? 1 : 0);
  }

  @Test
  @Order(2)
  void savedIsWhatWasTriedAndNoTokenStaysInThePage() {
    renewed("lic-old", 300, "");
    unlock();
    String bundle = Pages.bundle("lic-pasted", 380, GOLD);
    saved(bundle);
    assertThat(outcome()).isFocused();
    assertThat(page.locator("#facts")).containsText("lic-pasted");
    assertThat(field()).hasValue("");
    assertFalse(page.content().contains(bundle.substring(20, 60)));
    assertFalse(page.content().contains(Pages.ADMIN));
    assertThat(page.locator("#preview")).isHidden();
    // The log tells of it at once.
    assertThat(audit().locator("li").first()).containsText("RENEWED");
    assertThat(audit().locator("li").first()).containsText("admin, 127.0.0.1");
  }

  @Test
  @Order(2)
  void aFileMayBeDroppedAnywhereOrChosen() {
    renewed("lic-old", 300, "");
    unlock();
    drop("footer", Pages.token("lic-dropped", 370, ""));
    assertThat(difference()).containsText("lic-dropped");
    page.locator("#file")
        .setInputFiles(
            new FilePayload(
                "token",
                "application/octet-stream",
                Pages.token("lic-chosen", 371, "").getBytes(StandardCharsets.US_ASCII)));
    assertThat(difference()).containsText("lic-chosen");
    button("Save").click();
    assertThat(page.locator("#facts")).containsText("lic-chosen");
    drop("footer", "x".repeat(70_000));
    assertThat(page.locator("#token-problem")).containsText("TG-TOK-0002");
    assertThat(field()).hasAccessibleDescription(Pattern.compile("TG-TOK-0002"));
  }

  private void drop(String where, String content) {
    page.evaluate(
        """
        ([where, content]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([content], 'token'));
          for (const type of ['dragover', 'drop']) {
            document.querySelector(where).dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true}));
          }
        }
        """,
        List.of(where, content));
  }

  @Test
  @Order(2)
  void whatIsNotVerifiedIsRefusedWithItsCodeAndNoneOfItsClaimsAreShown() {
    renewed("lic-good", 400, "");
    unlock();
    paste(Signer.es256().jwt("{\"sub\":\"Mallory\",\"jti\":\"lic-forged\",\"exp\":4000000000}"));
    assertThat(outcome()).containsText("Not a license for this product");
    assertThat(outcome()).containsText("TG-TOK-0006");
    assertThat(button("Save")).isHidden();
    assertThat(page.locator("main")).not().containsText("Mallory");
    assertThat(page.locator("main")).not().containsText("lic-forged");
    // What is older than the present one is a license, and stays out.
    String older = Pages.token("lic-older", 390, "");
    renewed("lic-newer", 400, "");
    paste(older);
    assertThat(outcome()).containsText("The present license would stay.");
    assertThat(outcome()).containsText("TG-LIC-0004");
    assertThat(button("Save")).isHidden();
    field().fill("");
    button("Try it").click();
    assertThat(page.locator("#token-problem")).containsText("TG-LIC-0001");
    assertThat(field()).isFocused();
  }

  @Test
  @Order(2)
  void aTrialCountsOnlyForWhatStandsInTheField() {
    renewed("lic-good", 400, "");
    unlock();
    tried(Pages.token("lic-next", 410, ""));
    field().press("End");
    field().pressSequentially("x");
    assertThat(button("Save")).isHidden();
    assertThat(outcome()).isEmpty();
  }

  @Test
  @Order(2)
  void oneStepBackIsAskedForAndKeepsTheFocus() {
    renewed("lic-first", 400, "");
    renewed("lic-second", 401, "");
    unlock();
    Locator back = button("Back to the license before");
    back.click();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasAccessibleName("Back to the license before?");
    assertThat(button("Keep the present one")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    assertThat(back).isFocused();
    assertThat(page.locator("#facts")).containsText("lic-second");
    back.click();
    button("Go back").click();
    assertThat(outcome()).containsText("The license before rules again.");
    assertThat(page.locator("#facts")).containsText("lic-first");
    assertThat(audit().locator("li").first()).containsText("RESTORED");
    back.click();
    button("Go back").click();
    assertThat(outcome()).containsText("TG-LIC-0015");
  }

  @Test
  @Order(2)
  void whoHasReadThatItIsSavedMayGoBackAtOnce() {
    triedUnder("lic-before", "lic-mistaken");
    List<Route> held = hold("**/license/audit*");
    button("Save").click();
    assertThat(page.locator("#facts")).containsText("lic-mistaken");
    page.waitForCondition(() -> !held.isEmpty());
    page.waitForRequest(
        request -> request.method().equals("DELETE"),
        () -> {
          button("Back to the license before").click();
          button("Go back").click();
        });
    page.unroute("**/license/audit*");
    held.forEach(Route::resume);
    assertThat(outcome()).containsText("The license before rules again.");
    assertThat(page.locator("#facts")).containsText("lic-before");
  }

  @Test
  @Order(2)
  void whileALicenseIsBeingSavedThereIsNoWayBackYet() {
    triedUnder("lic-rules", "lic-on-its-way");
    List<Route> held = hold("**/license");
    button("Save").click();
    page.waitForCondition(() -> !held.isEmpty());
    Locator back = button("Back to the license before");
    assertThat(back).isDisabled();
    back.focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    held.forEach(Route::resume);
    assertThat(outcome()).containsText("SAVED");
    assertThat(back).isEnabled();
    back.click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
  }

  /** Each question without a token would be one wrong guess of ten. */
  @Test
  @Order(2)
  void aPageThatLocksItselfAsksNothingMore() {
    triedUnder("lic-stays", "lic-too-late");
    page.route(
        "**/license",
        route -> route.fulfill(new Route.FulfillOptions().setStatus(401).setBody("{}")));
    int before = requests.size();
    button("Save").click();
    assertThat(bearer()).isVisible();
    page.unroute("**/license");
    assertEquals(List.of(pages.url("/license")), requests.subList(before, requests.size()));
  }

  // ---- The log ----

  @Test
  @Order(2)
  void theLogBeginsWithTheNewestAndShowsMoreWhenAsked() {
    for (int i = 0; i < 25; i++) {
      renewed("lic-log-" + i, 400 + i, "");
    }
    unlock();
    assertThat(audit().locator("li")).hasCount(20);
    assertThat(audit().locator("li").first()).containsText("lic-log-24");
    button("Show up to 200 entries").click();
    assertThat(audit().locator("li").nth(24)).containsText("lic-log-0");
  }

  // ---- Hostile text ----

  @Test
  @Order(2)
  void whateverIsInClaimsAndInTheLogStaysText() {
    unlock();
    String claims =
        (",\"iss\":\"@\",\"tier\":\"@\",\"features\":[\"@\",\"<script>document.title='owned'</script>\"],"
                + "\"caps\":{\"@\":5,\"__proto__\":6,\"customers\":100}")
            .replace("@", IMAGE);
    tried(Pages.token(IMAGE + "\\u202e", 400, claims));
    assertThat(difference()).containsText("<img src=x onerror=");
    button("Save").click();
    assertThat(page.locator("#facts")).containsText("<script>document.title='owned'</script>");
    assertThat(page.locator("#caps")).containsText("<img src=x onerror=");
    assertThat(page.locator("#caps")).containsText("__proto__");
    // The page's own user agent.
    assertThat(audit()).containsText("Agent <img src=x onerror=");
    assertThat(page.locator("img, main script")).hasCount(0);
    assertFalse(page.content().contains("\u202e"));
    assertThat(page).hasTitle(Pattern.compile("^VALID - Acme"));
    assertAccessible("hostile");
  }

  // ---- Who may look ----

  @Test
  @Order(2)
  void aWrongTokenShowsNothingAndSaysWhatToDo() {
    bearer().fill("wrong");
    button("Show the license").click();
    assertThat(page.locator("#bearer-problem")).containsText("Wrong token.");
    assertThat(page.locator("#bearer-problem")).containsText("TG-SYS-0033");
    assertThat(bearer()).isFocused();
    assertThat(bearer()).hasValue("");
    assertThat(bearer()).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("#room")).isHidden();
    bearer().fill("snowman \u2603");
    bearer().press("Enter");
    assertThat(page.locator("#bearer-problem")).containsText("TG-SYS-0033");
    unlock();
    assertThat(page.locator("#bearer-problem")).isEmpty();
  }

  @Test
  @Order(2)
  void lockingForgetsTheTokenAndAllThatWasShown() {
    renewed("lic-secret", 400, "");
    unlock();
    paste(Pages.token("lic-typed", 410, ""));
    assertThat(difference()).containsText("lic-typed");
    button("Lock this page").click();
    assertThat(bearer()).isFocused();
    assertThat(bearer()).hasValue("");
    assertFalse(page.content().contains("lic-secret"));
    assertFalse(page.content().contains("lic-typed"));
    assertThat(field()).hasValue("");
    assertThat(page).hasTitle("License administration");
    page.reload();
    assertThat(page.locator("#room")).isHidden();
  }

  // ---- Time ----

  @Test
  @Order(2)
  void aVisiblePageLooksAgainEveryTenSecondsAndAHiddenOneDoesNot() {
    stopTheClock();
    renewed("lic-one", 400, "");
    unlock();
    assertThat(page.locator("#facts")).containsText("lic-one");
    renewed("lic-two", 401, "");
    field().focus();
    page.clock().runFor(10_000);
    assertThat(page.locator("#facts")).containsText("lic-two");
    assertThat(field()).isFocused();
    // A second look at the same leaves everything as it is.
    setVisibility("hidden");
    int before = requests.size();
    renewed("lic-three", 402, "");
    page.clock().runFor(60_000);
    assertEquals(before, requests.size());
    assertThat(page.locator("#facts")).containsText("lic-two");
    setVisibility("visible");
    assertThat(page.locator("#facts")).containsText("lic-three");
  }

  /** The page looks again only when it is told to. */
  private void stopTheClock() {
    page.clock().install(new Clock.InstallOptions().setTime(System.currentTimeMillis()));
    page.reload();
  }

  private void setVisibility(String state) {
    page.evaluate(
        """
        (state) => {
          Object.defineProperty(document, 'visibilityState', {configurable: true, value: state});
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        state);
  }

  @Test
  @Order(2)
  void twoClocksThatDifferAreTold() {
    page.clock()
        .install(new Clock.InstallOptions().setTime(System.currentTimeMillis() + 7_200_000));
    page.reload();
    renewed("lic-clock", 400, "");
    unlock();
    assertThat(page.locator("#trouble"))
        .containsText("This browser's clock is 2 hours ahead of the agent's.");
    // Days are those of the agent.
    assertThat(state()).containsText("400 days left.");
  }

  // ---- When something is wrong ----

  @Test
  @Order(2)
  void anAgentThatIsAwayOrBusyIsTold() {
    stopTheClock();
    renewed("lic-there", 400, "");
    unlock();
    Locator trouble = page.locator("#trouble");
    context.setOffline(true);
    page.clock().runFor(10_000);
    assertThat(trouble).containsText("The agent cannot be reached.");
    assertThat(trouble).containsText("What is shown below is from before.");
    assertThat(page.locator("#facts")).containsText("lic-there");
    assertAccessible("away");
    context.setOffline(false);
    page.clock().runFor(10_000);
    assertThat(trouble).isEmpty();
    answer(
        503,
        "{\"error\":{\"code\":\"TG-SYS-0036\",\"message\":\"The agent does not answer at the moment. Ask again in a few seconds.\",\"details\":{},\"correlationId\":\"00ff\"}}");
    page.clock().runFor(10_000);
    assertThat(trouble).containsText("Not at the moment");
    assertThat(trouble).containsText("TG-SYS-0036");
    assertThat(trouble).containsText("Correlation id 00ff");
    answer(502, "<html>Bad gateway</html>");
    page.clock().runFor(10_000);
    assertThat(trouble).containsText("The answer, with status 502, is none of the agent's.");
  }

  private void answer(int status, String body) {
    page.unrouteAll();
    page.route(
        "**/license/status",
        route -> route.fulfill(new Route.FulfillOptions().setStatus(status).setBody(body)));
  }

  // ---- Without a mouse ----

  @Test
  @Order(2)
  void theKeyboardIsEnough() {
    renewed("lic-old", 300, "");
    page.keyboard().press("Tab");
    assertThat(bearer()).isFocused();
    page.keyboard().insertText(Pages.ADMIN);
    page.keyboard().press("Enter");
    assertThat(page.locator("#title")).isFocused();
    tab(button("Lock this page"));
    tab(field());
    page.keyboard().insertText(Pages.token("lic-typed", 390, ""));
    page.keyboard().press("Tab");
    assertThat(button("Try it")).isFocused();
    page.keyboard().press("Enter");
    assertThat(difference()).containsText("lic-typed");
    tab(page.locator("#file"));
    tab(button("Back to the license before"));
    tab(button("Save"));
    page.keyboard().press("Enter");
    assertThat(outcome()).containsText("SAVED");
    assertThat(outcome()).isFocused();
    assertThat(page.locator("#facts")).containsText("lic-typed");
    page.keyboard().press("Shift+Tab");
    assertThat(button("Back to the license before")).isFocused();
    page.keyboard().press("Enter");
    assertThat(button("Keep the present one")).isFocused();
    page.keyboard().press("Shift+Tab");
    assertThat(button("Go back")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#facts")).containsText("lic-old");
    assertThat(outcome()).isFocused();
  }

  private void tab(Locator next) {
    page.keyboard().press("Tab");
    assertThat(next).isFocused(new LocatorAssertions.IsFocusedOptions().setTimeout(5_000));
  }

  // ---- The end ----

  @Test
  @Order(3)
  void whoGuessesTooOftenIsToldForHowLong() {
    pages.guess(10);
    bearer().fill(Pages.ADMIN);
    button("Show the license").click();
    assertThat(page.locator("#bearer-problem")).containsText("Locked out for a while");
    assertThat(page.locator("#bearer-problem")).containsText("TG-SYS-0037");
    assertThat(page.locator("#bearer-problem"))
        .containsText(Pattern.compile("Nothing is looked at for \\d+ seconds"));
    assertThat(page.locator("#room")).isHidden();
  }
}
