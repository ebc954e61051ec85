package io.tollgate.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.settings.HttpAddress;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.StatusJson;
import io.tollgate.core.status.StoreState;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalLineFiles;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered, by a real endpoint to a real client. */
class EndpointTest {
  private static final String READY = "/health/ready";
  private static final String CAPS = "claims.tier=tier\nclaims.caps=caps\n";
  private static final String BEARER = "Bearer " + Site.SECRET;

  @TempDir private Path folder = Path.of("");

  @Test
  void readinessHasTheShapeThatDashboardsKnow() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(341, ""))) {
      HttpResponse<String> response = site.get(READY);
      assertEquals(200, response.statusCode());
      assertEquals(
          "{\"status\":\"ok\",\"version\":\"VERSION\",\"timestamp\":\"2026-04-25T12:34:56.789Z\","
              + "\"checks\":{\"licence\":\"ok\"},\"licence\":{\"kind\":\"licensed\","
              + "\"customerId\":\"acme-corp\",\"expiresAt\":\"2027-04-01T12:34:56.000Z\","
              + "\"daysUntilExpiry\":341}}\n",
          response.body().replaceFirst("\"version\":\"[^\"]+\"", "\"version\":\"VERSION\""));
    }
  }

  @Test
  void anEvaluationSaysSoAndNothingElse() throws Exception {
    try (Site site = Site.of(folder, "start.on-missing=evaluate\n", "")) {
      assertLicence(site, "\"evaluation\"},\"licence\":{\"kind\":\"evaluation\"}}\n");
    }
  }

  @Test
  void graceIsAWordOfItsOwn() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(-3, ""))) {
      assertLicence(
          site,
          "\"grace\"},\"licence\":{\"kind\":\"grace\",\"customerId\":\"acme-corp\","
              + "\"expiresAt\":\"2026-04-22T12:34:56.000Z\",\"daysUntilExpiry\":-3}}\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "not-yet-valid", "missing", "bad-signature", "malformed"})
  void noLicenseIsEverAReasonToBeUnready(String reason) throws Exception {
    String claims =
        switch (reason) {
          case "expired" -> Site.claims(-100, "");
          case "not-yet-valid" -> Site.claims(100, ",\"nbf\":" + (Site.NOW / 1000 + 60));
          default -> "";
        };
    if (reason.equals("bad-signature")) {
      String token = Site.token(Site.claims(10, ""));
      Files.writeString(folder.resolve("token"), token.substring(0, token.length() - 6) + "AAAAAA");
    } else if (reason.equals("malformed")) {
      Files.writeString(folder.resolve("token"), "no token");
    }
    try (Site site = Site.of(folder, "", claims)) {
      assertLicence(
          site, "\"invalid\"},\"licence\":{\"kind\":\"invalid\",\"reason\":\"" + reason + "\"}}\n");
      assertEquals(200, site.get("/health/live").statusCode());
      String metrics = site.get("/metrics").body();
      assertTrue(metrics.contains("\ntollgate_license_valid 0.0\n"), metrics);
      assertTrue(metrics.contains("\ntollgate_license_days_until_expiry -1.0\n"), metrics);
      assertEquals(200, site.get("/license/status", "Authorization", BEARER).statusCode());
    }
  }

  private static void assertLicence(Site site, String end) throws Exception {
    HttpResponse<String> response = site.get(READY);
    assertEquals(200, response.statusCode());
    assertTrue(
        response.body().endsWith("\"checks\":{\"licence\":" + end), "got " + response.body());
  }

  @Test
  void metricsAreThoseOfTheLicenseAtTheScrape() throws Exception {
    String claims =
        Site.claims(341, ",\"tier\":\"gold \\\"x\\\"\",\"caps\":{\"users\":12,\"sites\":3}");
    try (Site site = Site.of(folder, CAPS, claims)) {
      HttpResponse<String> response = site.get("/metrics");
      assertEquals(200, response.statusCode());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          response.headers().firstValue("Content-Type").orElseThrow());
      List<String> lines = response.body().lines().toList();
      long end = Site.NOW / 1000 + 341 * Site.DAY;
      for (String line :
          List.of(
              "tollgate_license_valid 1.0",
              "tollgate_license_days_until_expiry 341.0",
              "tollgate_license_expiry_timestamp_seconds " + seconds(end),
              "tollgate_license_grace_end_timestamp_seconds " + seconds(end + 90 * Site.DAY),
              "tollgate_license_next_transition_timestamp_seconds "
                  + seconds(Instant.parse("2026-10-01T12:34:56Z").getEpochSecond()),
              "tollgate_license_last_verified_timestamp_seconds 1.777120496789E9",
              "tollgate_license_as_of_timestamp_seconds 1.777120496789E9",
              "tollgate_license_state{state=\"VALID\"} 1.0",
              "tollgate_license_state{state=\"EXPIRED\"} 0.0",
              "tollgate_license_kind{kind=\"licensed\"} 1.0",
              "tollgate_license_kind{kind=\"evaluation\"} 0.0",
              "tollgate_license_info{customer=\"acme-corp\",license_id=\"lic-1\","
                  + "tier=\"gold \\\"x\\\"\",token_sha256=\""
                  + site.board.tokenHash().orElseThrow()
                  + "\"} 1",
              "tollgate_cap_limit{cap=\"users\"} 12.0",
              "tollgate_gates_woven 0.0",
              "tollgate_gate_denied_total{feature=\"\"} 0.0",
              "tollgate_clock_behind_seconds 0.0")) {
        assertTrue(lines.contains(line), line + " is not in\n" + response.body());
      }
      assertEquals(
          1, lines.stream().filter(line -> line.matches("tollgate_license_state.* 1.0")).count());
    }
  }

  private static String seconds(long seconds) {
    return Double.toString((double) seconds);
  }

  @Test
  void thePrefixIsThePolicysAndNotThatOfOtherMetrics() throws Exception {
    try (Site site = Site.of(folder, "metrics.prefix=acme_licence\n", Site.claims(5, ""))) {
      String body = site.get("/metrics").body();
      assertTrue(body.contains("\nacme_licence_valid 1.0\n"), body);
      assertTrue(body.contains("\nacme_licence_days_until_expiry 5.0\n"), body);
      assertFalse(body.contains("tollgate_license_valid"), body);
      assertTrue(body.contains("\ntollgate_license_expiry_timestamp_seconds "), body);
    }
  }

  @Test
  void inGraceThereIsNoValidLicenseAndNoDayLeft() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(-3, ""))) {
      String body = site.get("/metrics").body();
      assertTrue(body.contains("\ntollgate_license_valid 0.0\n"), body);
      assertTrue(body.contains("\ntollgate_license_days_until_expiry -1.0\n"), body);
      assertTrue(body.contains("\ntollgate_license_kind{kind=\"grace\"} 1.0\n"), body);
    }
  }

  @Test
  void openMetricsIsForThoseWhoAskForIt() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      HttpResponse<String> response =
          site.get(
              "/metrics",
              "Accept",
              "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5");
      assertEquals(
          "application/openmetrics-text; version=1.0.0; charset=utf-8",
          response.headers().firstValue("Content-Type").orElseThrow());
      assertTrue(response.body().endsWith("# EOF\n"), response.body());
      assertTrue(response.body().contains("# TYPE tollgate_license info\n"), response.body());
    }
  }

  @Test
  void rejectedTokensAreCountedByCode() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      site.keeper.report(Action.REJECTED, new Refusal(ErrorCode.LICENSE_OLDER, ""));
      String body = site.get("/metrics").body();
      assertTrue(
          body.contains("\ntollgate_license_rejected_total{code=\"TG-LIC-0004\"} 1.0\n"), body);
    }
  }

  @Test
  void theStatusIsForThoseWithTheToken() throws Exception {
    try (Site site = Site.of(folder, CAPS, Site.claims(5, ",\"caps\":{\"users\":12}"))) {
      HttpResponse<String> response = site.get("/license/status", "Authorization", BEARER);
      assertEquals(200, response.statusCode());
      assertEquals(StatusJson.withGates(site.board) + "\n", response.body());
      assertTrue(response.body().contains("\"users\":12"), response.body());
      assertEquals(
          200, site.get("/license/status", "Authorization", "bEARER " + Site.SECRET).statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer a-token-that-nobody-guesse",
        "Bearer a-token-that-nobody-guesses1",
        "Bearer A-token-that-nobody-guesses",
        "Basic a-token-that-nobody-guesses",
        "a-token-that-nobody-guesses",
        "Bearer  \"a-token-that-nobody-guesses\""
      })
  void anythingElseIsRefusedLateAndWithoutAHint(String credentials) throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      long began = System.nanoTime();
      HttpResponse<String> response =
          credentials.isEmpty()
              ? site.get("/license/status")
              : site.get("/license/status", "Authorization", credentials);
      assertTrue(System.nanoTime() - began >= Site.DELAY * 1_000_000, "answered at once");
      assertError(response, 401, ErrorCode.ENDPOINT_TOKEN);
      assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertFalse(response.body().contains(Site.SECRET));
    }
  }

  @Test
  void anotherTokenInTheFileCountsAtOnceAndTheOldOneNoMore() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      Files.writeString(site.adminFile, "another\n");
      assertEquals(401, site.get("/license/status", "Authorization", BEARER).statusCode());
      assertEquals(
          200, site.get("/license/status", "Authorization", "Bearer another").statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blank", "absent", "folder"})
  void aFileThatHoldsNoTokenOpensNothing(String file) throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      Files.delete(site.adminFile);
      if (file.equals("blank")) {
        Files.writeString(site.adminFile, " \n");
      } else if (file.equals("folder")) {
        Files.createDirectory(site.adminFile);
      }
      for (String credentials : List.of("Bearer", "Bearer ", "Bearer x", BEARER)) {
        assertEquals(401, site.get("/license/status", "Authorization", credentials).statusCode());
      }
    }
  }

  @Test
  void guessersWaitAndOthersDoNot() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      CountDownLatch guessed = new CountDownLatch(20);
      for (int i = 0; i < 20; i++) {
        Thread guesser =
            new Thread(
                () -> {
                  try {
                    site.get("/license/status", "Authorization", "Bearer guess");
                  } catch (IOException | InterruptedException e) {
                    site.failures.add("no answer: " + e);
                  }
                  guessed.countDown();
                });
        guesser.start();
      }
      long slowest = 0;
      while (guessed.getCount() > 0) {
        long began = System.nanoTime();
        assertEquals(200, site.get(READY).statusCode());
        slowest = Math.max(slowest, System.nanoTime() - began);
      }
      assertTrue(slowest < 2_000_000_000L, "the slowest took " + slowest / 1_000_000 + " ms");
      assertEquals(List.of(), List.copyOf(site.failures));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/ready/",
        "/health/ready/x",
        "/health/readyx",
        "/health//ready",
        "/health/./ready",
        "/x/../metrics",
        "/%6detrics",
        "/metrics%00",
        "/metrics;v=1",
        "/METRICS",
        "/license/status/../../health/ready",
        "/license%2Fstatus",
        "/checker.html",
        "/checker/",
        "/favicon.ico"
      })
  void aPathIsExactlyItself(String path) throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      assertError(site.get(path, "Authorization", BEARER), 404, ErrorCode.ENDPOINT_PATH);
    }
  }

  @Test
  void aQueryIsPassedOver() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      assertEquals(200, site.get("/metrics?name[]=x".replace("[]", "%5B%5D")).statusCode());
      assertEquals(401, site.get("/license/status?token=" + Site.SECRET).statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "TRACE"})
  void whatIsReadCannotBeWritten(String method) throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      for (String path :
          List.of(READY, "/health/live", "/metrics", "/license/status", "/checker")) {
        HttpResponse<String> response = site.send(method, path, "Authorization", BEARER);
        assertError(response, 405, ErrorCode.ENDPOINT_METHOD);
        assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElseThrow());
      }
    }
  }

  @Test
  void headIsGetWithoutItsBody() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      for (String path :
          List.of(READY, "/health/live", "/metrics", "/license/status", "/checker", "/none")) {
        HttpResponse<String> get = site.get(path, "Authorization", BEARER);
        HttpResponse<String> head = site.send("HEAD", path, "Authorization", BEARER);
        assertEquals(get.statusCode(), head.statusCode(), path);
        assertEquals("", head.body());
        assertEquals(
            get.headers().firstValue("Content-Length"),
            head.headers().firstValue("Content-Length"),
            path);
      }
    }
  }

  @Test
  void everyAnswerHasTheSameStrictHeadersAndNoOthers() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      for (HttpResponse<String> response :
          List.of(
              site.get(READY, "Origin", "http://evil.example", "Cookie", "a=b"),
              site.get("/metrics"),
              site.get("/none"),
              site.send("PUT", READY),
              site.get("/license/status"),
              site.get("/license/status", "Authorization", BEARER))) {
        Map<String, List<String>> headers = response.headers().map();
        assertEquals(List.of("nosniff"), headers.get("x-content-type-options"));
        assertEquals(List.of("no-store"), headers.get("cache-control"));
        assertEquals(
            List.of("default-src 'none'; frame-ancestors 'none'"),
            headers.get("content-security-policy"));
        assertEquals(List.of("no-referrer"), headers.get("referrer-policy"));
        assertEquals(List.of("same-origin"), headers.get("cross-origin-resource-policy"));
        Set<String> others = new TreeSet<>(headers.keySet());
        others.removeAll(
            Set.of(
                "x-content-type-options",
                "cache-control",
                "content-security-policy",
                "referrer-policy",
                "cross-origin-resource-policy",
                "content-type",
                "content-length",
                "date",
                "connection",
                "allow",
                "www-authenticate"));
        assertEquals(Set.of(), others);
      }
    }
  }

  @Test
  void aStuckAgentStillAnswersWithWhatItKnewLast() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      String before = site.get("/metrics").body();
      CountDownLatch held = new CountDownLatch(1);
      Thread holder = new Thread(() -> holdForever(site.keeper, held));
      holder.setDaemon(true);
      holder.start();
      held.await();
      // More often than questions can wait in line for the one that hangs.
      for (int i = 0; i < 20; i++) {
        long began = System.nanoTime();
        assertEquals(200, site.get(READY).statusCode());
        assertTrue(System.nanoTime() - began < 5_000_000_000L, "the agent kept a probe waiting");
      }
      assertEquals(before, site.get("/metrics").body());
      assertEquals(200, site.get("/license/status", "Authorization", BEARER).statusCode());
      holder.interrupt();
    }
  }

  /** A listener that hangs does so with the keeper's lock. */
  private static void holdForever(Object lock, CountDownLatch held) {
    synchronized (lock) {
      held.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void factsThatWereNeverToBeHadAreNotMadeUp() throws Exception {
    Facts stuck =
        new OtherFacts() {
          @Override
          public LicenseStatus status() {
            throw new OutOfMemoryError("as if");
          }
        };
    try (Site site = Site.of(folder, "", Site.claims(5, ""), stuck)) {
      for (int i = 0; i < 3; i++) {
        assertError(site.get(READY), 503, ErrorCode.ENDPOINT_BUSY);
      }
    }
  }

  @Test
  void whatFailsInTheMiddleOfAnAnswerEndsNothing() throws Exception {
    Map<String, Long> lethal =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Long>> entrySet() {
            throw new OutOfMemoryError("as if");
          }
        };
    Facts failing =
        new OtherFacts() {
          @Override
          public Map<String, Long> rejected() {
            return lethal;
          }
        };
    try (Site site = Site.of(folder, "", Site.claims(5, ""), failing)) {
      for (int i = 0; i < 20; i++) {
        HttpResponse<String> response = site.get("/metrics");
        assertError(response, 500, ErrorCode.ENDPOINT_ERROR);
        assertFalse(response.body().contains("OutOfMemory"), response.body());
        String told = site.failures.take();
        String id = told.substring(0, told.indexOf(' '));
        assertTrue(response.body().contains("\"correlationId\":\"" + id + "\""), told);
        assertEquals(200, site.get(READY).statusCode());
      }
    }
  }

  @Test
  void noThreadKeepsTheJvmOrALoaderOfTheHost() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      assertEquals(200, site.get(READY).statusCode());
      assertEquals(200, site.get("/license/status", "Authorization", BEARER).statusCode());
      assertEquals(401, site.get("/license/status").statusCode());
      Set<String> seen = new TreeSet<>();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        String name = thread.getName();
        if (name.startsWith("tollgate-http") || name.equals("HTTP-Dispatcher")) {
          seen.add(name);
          assertTrue(thread.isDaemon(), name);
          ClassLoader loader = thread.getContextClassLoader();
          // The JDK's own thread has the system's loader from JDK 19 on, which no redeployment
          // ends.
          boolean systems = name.startsWith("HTTP") && loader == ClassLoader.getSystemClassLoader();
          assertTrue(loader == null || systems, name + " has " + loader);
        }
      }
      assertEquals(
          Set.of(
              "HTTP-Dispatcher",
              "tollgate-http-facts",
              "tollgate-http-timer",
              "tollgate-http-token",
              "tollgate-http-worker"),
          seen);
    }
  }

  @Test
  void anAddressThatIsTakenIsAnErrorWithItsReason() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      IOException problem =
          assertThrows(IOException.class, () -> open(new HttpAddress("127.0.0.1", site.port())));
      assertTrue(problem.toString().contains("in use"), problem.toString());
      assertEquals(200, site.get(READY).statusCode());
    }
    assertThrows(IOException.class, () -> open(new HttpAddress("host.invalid", 0)));
    assertThrows(IOException.class, () -> open(new HttpAddress("192.0.2.1", 0)));
  }

  @Test
  void theStatusSaysWhereTheStoreIsAndSinceWhenItIsOutOfReach() throws Exception {
    OtherFacts away =
        new OtherFacts() {
          @Override
          public Optional<StoreState> store() {
            return Optional.of(
                new StoreState(
                    "jdbc:postgresql://db/orders?...",
                    Optional.of(new StoreState.Reached(false, Site.NOW))));
          }
        };
    try (Site site = Site.of(folder, "", "", away)) {
      String status = site.get("/license/status", "Authorization", BEARER).body();
      assertTrue(
          status.contains(
              "\"store\":{\"at\":\"jdbc:postgresql://db/orders?...\",\"reached\":false,"
                  + "\"since\":\"2026-04-25T12:34:56.789Z\"}"),
          status);
    }
    try (Site site = Site.of(folder, "", "", new OtherFacts())) {
      String status = site.get("/license/status", "Authorization", BEARER).body();
      assertFalse(status.contains("store"), status);
    }
  }

  private static void open(HttpAddress address) throws IOException {
    Endpoint.Content content =
        new Endpoint.Content(
            new OtherFacts(),
            "p",
            Optional.empty(),
            new LocalFiles(),
            Optional.empty(),
            new LocalLineFiles(),
            Optional.empty(),
            new OtherRenewals(),
            new SystemClock());
    Endpoint.open(
            address,
            content,
            new Endpoint.Failures() {
              @Override
              public void failed(String correlation, Throwable problem) {
                throw new AssertionError(correlation, problem);
              }

              @Override
              public void locked(String address) {
                throw new AssertionError(address);
              }
            })
        .close();
  }

  private static void assertError(HttpResponse<String> response, int status, ErrorCode code) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "{\"error\":{\"code\":\""
            + code.code()
            + "\",\"message\":\""
            + new Refusal(code, "").message()
            + "\",\"details\":{},\"correlationId\":\"ID\"}}\n",
        response
            .body()
            .replaceFirst("\"correlationId\":\"[0-9a-f]{16}\"", "\"correlationId\":\"ID\""));
  }
}
