package io.tollgate.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.store.LicenseRow;
import io.tollgate.verifier.license.ErrorCode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Renewing over HTTP, with a real license, a real store and a real audit log. */
class EndpointRenewalTest {
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer " + Site.SECRET;
  private static final String WRONG = "Bearer wrong";
  private static final String STATUS = "/license/status";
  private static final String CURRENT = "/license/current";
  private static final String TRIAL = "/license?dry-run=true";

  @TempDir private Path folder = Path.of("");

  private static String newer(long days) {
    return Site.token(
        Site.claims(days, ",\"iat\":" + (Site.NOW / 1000 - days)).replace("lic-1", "lic-2"));
  }

  @Test
  void aRenewedLicenseIsTheStatusOfTheNextRequest() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      HttpResponse<String> response = site.put("/license", newer(300), AUTHORIZATION, BEARER);
      assertEquals(200, response.statusCode(), response.body());
      assertTrue(response.body().contains("\"replaced\":true"), response.body());
      String status = site.get(STATUS, AUTHORIZATION, BEARER).body();
      assertTrue(status.contains("\"licenseId\":\"lic-2\""), status);
      assertTrue(site.store.license().token().isPresent());
      String audit = Files.readString(site.audit);
      assertEquals(1, audit.lines().count(), audit);
      assertTrue(audit.contains("\"action\":\"LICENSE_RENEWED\""), audit);
      assertTrue(audit.contains("\"actorId\":\"admin\""), audit);
      assertTrue(audit.contains("\"ipAddress\":\"127.0.0.1\""), audit);
      assertTrue(audit.contains("\"userAgent\":\"Java-http-client/"), audit);
    }
  }

  @Test
  void aTrialAnswersAndChangesNothing() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      HttpResponse<String> response = site.put(TRIAL, newer(300), AUTHORIZATION, BEARER);
      assertEquals(200, response.statusCode(), response.body());
      assertTrue(response.body().contains("\"wouldReplace\":true"), response.body());
      assertTrue(response.body().contains("\"days\":295"), response.body());
      String status = site.get(STATUS, AUTHORIZATION, BEARER).body();
      assertTrue(status.contains("\"licenseId\":\"lic-1\""), status);
      assertEquals(LicenseRow.NONE, site.store.license());
      assertFalse(Files.exists(site.audit));
    }
  }

  @Test
  void oneStepBackLeadsToTheLicenseBefore() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      assertError(site.send("DELETE", CURRENT, AUTHORIZATION, BEARER), 404, "TG-LIC-0015");
      site.put("/license", newer(300), AUTHORIZATION, BEARER);
      HttpResponse<String> response = site.send("DELETE", CURRENT, AUTHORIZATION, BEARER);
      assertEquals(200, response.statusCode(), response.body());
      String status = site.get(STATUS, AUTHORIZATION, BEARER).body();
      assertTrue(status.contains("\"licenseId\":\"lic-1\""), status);
      List<String> audit = Files.readAllLines(site.audit);
      assertTrue(audit.get(1).contains("\"action\":\"LICENSE_RESTORED\""), audit.get(1));
      assertTrue(audit.get(1).contains("\"ipAddress\":\"127.0.0.1\""), audit.get(1));
      assertError(site.send("DELETE", CURRENT, AUTHORIZATION, BEARER), 404, "TG-LIC-0015");
    }
  }

  @Test
  void eachThingThatSpeaksAgainstItHasItsStatusAndCode() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ",\"iat\":" + (Site.NOW / 1000 - 100)))) {
      String older = newer(200);
      assertError(site.put("/license", older, AUTHORIZATION, BEARER), 409, "TG-LIC-0004");
      String ended = Site.token(Site.claims(-300, ""));
      assertError(site.put("/license", ended, AUTHORIZATION, BEARER), 409, "TG-LIC-0002");
      assertError(site.put("/license", "x", AUTHORIZATION, BEARER), 422, "TG-TOK-0001");
      assertError(site.put(TRIAL, "x", AUTHORIZATION, BEARER), 422, "TG-TOK-0001");
      assertError(site.put("/license", "", AUTHORIZATION, BEARER), 422, "TG-LIC-0001");
      String large = "x".repeat(20_000);
      assertError(site.put("/license", large, AUTHORIZATION, BEARER), 422, "TG-TOK-0002");
      String later =
          Site.token(
              Site.claims(
                  100,
                  ",\"iat\":"
                      + (Site.NOW / 1000 - 5)
                      + ",\"nbf\":"
                      + (Site.NOW / 1000 + Site.DAY)));
      HttpResponse<String> waits = site.put("/license", later, AUTHORIZATION, BEARER);
      assertEquals(202, waits.statusCode(), waits.body());
      assertTrue(waits.body().contains("\"waitsUntil\":\"2026-04-26T12:34:56.000Z\""));
      assertEquals(6, site.board.rejected().values().stream().mapToLong(Long::longValue).sum() + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain,200",
    "text/plain; charset=utf-8,200",
    "APPLICATION/JSON,200",
    "application/jwt,200",
    "application/x-www-form-urlencoded,415",
    "multipart/form-data; boundary=x,415",
    "text/html,415"
  })
  void aTokenIsSentAsWhatItIs(String type, int status) throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      HttpResponse<String> response =
          site.put(TRIAL, newer(300), AUTHORIZATION, BEARER, "Content-Type", type);
      assertEquals(status, response.statusCode(), response.body());
      HttpResponse<String> packed =
          site.put(
              TRIAL,
              newer(300),
              AUTHORIZATION,
              BEARER,
              "Content-Type",
              type,
              "Content-Encoding",
              "gzip");
      assertError(packed, 415, "TG-SYS-0039");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dryrun=true",
        "dry-run",
        "dry-run=",
        "dry-run=True",
        "dry-run=1",
        "dry-run=false",
        "dry-run=true&x=y",
        "x=y&dry-run=true",
        "dry%2Drun=true"
      })
  void aTrialThatIsSpelledWrongIsNoRenewal(String query) throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      assertError(
          site.put("/license?" + query, newer(300), AUTHORIZATION, BEARER), 400, "TG-SYS-0045");
      assertError(
          site.send("DELETE", CURRENT + "?" + query, AUTHORIZATION, BEARER), 400, "TG-SYS-0045");
      assertEquals(LicenseRow.NONE, site.store.license());
    }
  }

  @Test
  void nothingIsChangedWithoutTheToken() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      for (String target : List.of("/license", TRIAL, "/license?x")) {
        assertError(site.put(target, newer(300)), 401, "TG-SYS-0033");
        assertError(site.put(target, newer(300), AUTHORIZATION, WRONG), 401, "TG-SYS-0033");
        assertError(
            site.put(target, newer(300), AUTHORIZATION, "Basic " + Site.SECRET),
            401,
            "TG-SYS-0033");
      }
      assertError(site.send("DELETE", CURRENT), 401, "TG-SYS-0033");
      assertError(site.put("/license", "x".repeat(70_000)), 413, "TG-SYS-0034");
      assertEquals(LicenseRow.NONE, site.store.license());
      assertFalse(Files.exists(site.audit));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PATCH", "OPTIONS", "TRACE", "COPY", "put"})
  void onlyPutAndDeleteChangeAnything(String method) throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      HttpResponse<String> put = site.send(method, "/license", AUTHORIZATION, BEARER);
      assertEquals(405, put.statusCode());
      assertEquals("PUT", put.headers().firstValue("Allow").orElseThrow());
      HttpResponse<String> delete = site.send(method, CURRENT, AUTHORIZATION, BEARER);
      assertEquals(405, delete.statusCode());
      assertEquals("DELETE", delete.headers().firstValue("Allow").orElseThrow());
    }
  }

  @Test
  void aPageOfAnotherServerIsRefusedWithWhateverItBrings() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      String own = "http://127.0.0.1:" + site.port();
      for (String origin :
          List.of(
              "http://evil.example",
              "null",
              "http://127.0.0.1",
              own + ".evil.example",
              own + "/",
              "http://evil.example@127.0.0.1:" + site.port(),
              "127.0.0.1:" + site.port(),
              "://127.0.0.1:" + site.port())) {
        assertError(
            site.put("/license", newer(300), AUTHORIZATION, BEARER, "Origin", origin),
            403,
            "TG-SYS-0038");
        assertError(
            site.send("DELETE", CURRENT, AUTHORIZATION, BEARER, "Origin", origin),
            403,
            "TG-SYS-0038");
        assertError(site.get(STATUS, AUTHORIZATION, BEARER, "Origin", origin), 403, "TG-SYS-0038");
      }
      assertEquals(LicenseRow.NONE, site.store.license());
      for (String origin : List.of(own, own.replace("http:", "https:"))) {
        HttpResponse<String> response =
            site.put(TRIAL, newer(300), AUTHORIZATION, BEARER, "Origin", origin);
        assertEquals(200, response.statusCode(), response.body());
        for (String header : response.headers().map().keySet()) {
          assertFalse(header.startsWith("access-control"), header);
        }
      }
    }
  }

  @Test
  void whatTheRequesterSaysOfItselfStaysInItsLineAndIsNoToken() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      String token = newer(300);
      String request =
          "PUT /license HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: a\"}\u2028 {\"id\":\"x\r\n"
              + "Authorization: "
              + BEARER
              + "\r\nContent-Length: "
              + token.length()
              + "\r\n\r\n"
              + token;
      String answer = site.exchange(request);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      String agent = "Agent " + token;
      site.send("DELETE", CURRENT, AUTHORIZATION, BEARER, "User-Agent", agent);
      site.put("/license", token, AUTHORIZATION, BEARER, "User-Agent", "x".repeat(5_000));
      List<String> audit = Files.readAllLines(site.audit);
      assertEquals(3, audit.size(), audit.toString());
      for (String line : audit) {
        assertTrue(line.startsWith("{\"id\":\"") && line.endsWith("\"}"), line);
        assertFalse(line.contains(token.substring(40, 60)), line);
        assertTrue(line.length() < 3_000, line);
      }
      assertTrue(audit.get(0).contains("\"userAgent\":\"a\\\"}"), audit.get(0));
      assertTrue(audit.get(1).contains("\"userAgent\":\"Agent ...\""), audit.get(1));
    }
  }

  @Test
  void afterTenWrongTokensNoneIsLookedAtForAMinute() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      for (int i = 0; i < 10; i++) {
        assertEquals(401, site.get(STATUS, AUTHORIZATION, WRONG).statusCode());
      }
      for (String authorization : List.of(WRONG, BEARER)) {
        HttpResponse<String> response =
            site.put("/license", newer(300), AUTHORIZATION, authorization);
        assertError(response, 429, "TG-SYS-0037");
        assertEquals("60", response.headers().firstValue("Retry-After").orElseThrow());
      }
      assertEquals(LicenseRow.NONE, site.store.license());
      assertEquals(401, site.get(STATUS).statusCode());
      String metrics = site.get("/metrics").body();
      assertTrue(metrics.contains("\ntollgate_http_unauthorized_total 13.0\n"), metrics);
      site.clock.pass(59_001);
      HttpResponse<String> almost = site.get(STATUS, AUTHORIZATION, BEARER);
      assertError(almost, 429, "TG-SYS-0037");
      assertEquals("1", almost.headers().firstValue("Retry-After").orElseThrow());
      site.clock.pass(999);
      assertEquals(200, site.get(STATUS, AUTHORIZATION, BEARER).statusCode());
      assertEquals(List.of("127.0.0.1"), List.copyOf(site.locked));
    }
  }

  @Test
  void whoGuessesBesideAnAdministratorsPageIsStoppedLikeAnyOther() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      for (int i = 0; i < 9; i++) {
        assertEquals(401, site.get(STATUS, AUTHORIZATION, WRONG).statusCode());
      }
      assertEquals(200, site.get(STATUS, AUTHORIZATION, BEARER).statusCode());
      assertEquals(401, site.get(STATUS, AUTHORIZATION, WRONG).statusCode());
      assertError(site.get(STATUS, AUTHORIZATION, WRONG), 429, "TG-SYS-0037");
      site.clock.pass(60_000);
      assertEquals(200, site.get(STATUS, AUTHORIZATION, BEARER).statusCode());
    }
  }

  @Test
  void whoeverSendsNoTokenGuessesNone() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      for (int i = 0; i < 12; i++) {
        assertEquals(401, site.get(STATUS).statusCode());
      }
      assertEquals(200, site.get(STATUS, AUTHORIZATION, BEARER).statusCode());
      assertEquals(List.of(), List.copyOf(site.locked));
    }
  }

  @Test
  void twoThatRenewAtTheSameTimeComeOneAfterTheOther() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 10; i < 18; i++) {
        String token = newer(300 - i);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    int status = site.put("/license", token, AUTHORIZATION, BEARER).statusCode();
                    if (status != 200 && status != 409) {
                      site.failures.add("status " + status);
                    }
                  } catch (IOException | InterruptedException e) {
                    site.failures.add(e.toString());
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), List.copyOf(site.failures));
      String present = site.store.license().token().orElseThrow();
      assertEquals(Optional.of(newer(283).length()), Optional.of(present.length()));
      String status = site.get(STATUS, AUTHORIZATION, BEARER).body();
      assertTrue(status.contains("\"daysUntilExpiry\":283"), status);
    }
  }

  @Test
  void noThreadOfARenewalKeepsTheJvm() throws Exception {
    try (Site site = Site.of(folder, "", Site.claims(5, ""))) {
      assertEquals(200, site.put("/license", newer(300), AUTHORIZATION, BEARER).statusCode());
      TreeSet<String> seen = new TreeSet<>();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("tollgate-")) {
          seen.add(thread.getName());
          assertTrue(thread.isDaemon(), thread.getName());
          assertEquals(null, thread.getContextClassLoader(), thread.getName());
        }
      }
      assertTrue(seen.contains("tollgate-http-renewal"), seen.toString());
      assertTrue(seen.contains("tollgate-http-present"), seen.toString());
    }
  }

  private static void assertError(HttpResponse<String> response, int status, String code) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(
        response.body().startsWith("{\"error\":{\"code\":\"" + code + "\",\"message\":\""),
        response.body());
    for (ErrorCode known : ErrorCode.values()) {
      if (known.code().equals(code)) {
        return;
      }
    }
    throw new AssertionError(code + " is no code");
  }
}
