package io.tollgate.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.store.LicenseRow;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that no well-meaning client sends. Whatever the JDK's server makes of them, nobody gets in
 * without the token, nothing is held for longer than allowed, and others are served on. Where it
 * answers by itself, before the endpoint is asked, it does so in HTML and closes.
 */
class EndpointAttackTest {
  private static final String HOST = "Host: x\r\n";
  private static final String CLOSE = "Connection: close\r\n";
  private static final String BEARER = "Authorization: Bearer " + Site.SECRET + "\r\n";

  /** What this machine may add to a limit when others use it too. */
  private static final long SLACK = 4_000;

  @TempDir private Path folder = Path.of("");
  private List<Site> sites = List.of();

  private Site site() {
    return sites.get(0);
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    sites = List.of(Site.of(folder, "", Site.claims(5, "")));
  }

  @AfterEach
  void othersAreServedOn() throws IOException, InterruptedException {
    assertEquals(200, site().get("/health/ready").statusCode());
    assertEquals(List.of(), List.copyOf(site().failures));
    site().close();
  }

  @Test
  void aHugeHeaderEndsTheConnection() throws IOException {
    String answer = answered(get("/health/ready", HOST + "X: " + "x".repeat(500_000) + "\r\n"));
    assertFalse(answer.contains(" 200 "), answer);
  }

  @Test
  void moreThanEightKibibytesOfHeadersAreTooMany() throws IOException {
    assertStatus(431, get("/health/ready", HOST + CLOSE + "X: " + "x".repeat(9_000) + "\r\n"));
    assertStatus(200, get("/health/ready", HOST + CLOSE + "X: " + "x".repeat(7_000) + "\r\n"));
  }

  @Test
  void aTargetOfMoreThanAKibibyteIsTooLong() throws IOException {
    assertStatus(414, get("/metrics?" + "x".repeat(1_100), HOST + CLOSE));
  }

  @Test
  void aHeaderThatDripsIsCutOffAtTheLimit() throws Exception {
    assertTrue(drip("GET /health/ready HTTP/1.1\r\nX: ") < Site.PATIENCE + SLACK);
  }

  @Test
  void aBodyThatDripsIsCutOffAtTheLimit() throws Exception {
    assertTrue(
        drip("GET /health/ready HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\nabc")
            < Site.PATIENCE + SLACK);
  }

  /** How long a connection lives that sends this, and then a character now and then; in ms. */
  private long drip(String begin) throws Exception {
    long began = System.nanoTime();
    try (Socket socket = site().connect()) {
      socket.getOutputStream().write(begin.getBytes(StandardCharsets.ISO_8859_1));
      socket.setSoTimeout(100);
      while (System.nanoTime() - began < 20_000_000_000L) {
        try {
          if (socket.getInputStream().read() < 0) {
            break;
          }
        } catch (java.net.SocketTimeoutException e) {
          socket.getOutputStream().write('x');
        }
      }
    } catch (SocketException e) {
      // Reset while it was written to.
      return (System.nanoTime() - began) / 1_000_000;
    }
    return (System.nanoTime() - began) / 1_000_000;
  }

  @Test
  void slowOnesGiveWayToOthersBeforeTheirTime() throws Exception {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Socket socket = site().connect();
      socket.getOutputStream().write("GET /health".getBytes(StandardCharsets.ISO_8859_1));
      slow.add(socket);
    }
    long began = System.nanoTime();
    assertEquals(200, site().get("/health/ready").statusCode());
    long took = (System.nanoTime() - began) / 1_000_000;
    assertTrue(took < 3 * Site.PATIENCE, "took " + took + " ms behind 12 slow ones and 4 threads");
    for (Socket socket : slow) {
      assertEquals("", Site.rest(socket));
      socket.close();
    }
  }

  @Test
  void connectionsThatSayNothingKeepNobodyWaiting() throws Exception {
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      silent.add(site().connect());
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(200, site().get("/health/ready").statusCode());
    }
    for (Socket socket : silent) {
      socket.close();
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a write waits for ever
  void whoDoesNotReadTheAnswersIsCutOff() throws Exception {
    try (Socket socket = site().connect()) {
      byte[] request = get("/metrics", HOST).getBytes(StandardCharsets.ISO_8859_1);
      long began = System.nanoTime();
      long sent = 0;
      try {
        while (System.nanoTime() - began < 20_000_000_000L) {
          socket.getOutputStream().write(request);
          sent++;
        }
      } catch (SocketException e) {
        return; // the other side has closed
      }
      throw new AssertionError(sent + " requests were taken from a client that reads nothing");
    }
  }

  @Test
  void aSmallBodyIsReadAndALargeOneIsTooLarge() throws IOException {
    assertStatus(200, body(10));
    assertStatus(413, body(2_000));
    String head = "GET /health/ready HTTP/1.1\r\n" + HOST + CLOSE;
    assertStatus(
        413,
        head + "Transfer-Encoding: chunked\r\n\r\n800\r\n" + "x".repeat(0x800) + "\r\n0\r\n\r\n");
    String answer = answeredOrReset(body(1_000_000));
    assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 413 "), answer);
  }

  /** The connection of whoever still sends when the other side closes is reset. */
  private String answeredOrReset(String request) throws IOException {
    try {
      return answered(request);
    } catch (SocketException e) {
      return "";
    }
  }

  private static String body(int length) {
    return get("/health/ready", HOST + CLOSE + "Content-Length: " + length + "\r\n")
        + "x".repeat(length);
  }

  @Test
  void pipelinedRequestsAreJudgedEachByItself() throws IOException {
    String answer =
        answered(
            get("/license/status", HOST + BEARER)
                + get("/license/status", HOST)
                + get("/license/status", HOST + BEARER));
    assertEquals(List.of("200", "401"), statuses(answer), answer);
  }

  @Test
  void aLineBreakInATargetMakesNoHeader() throws IOException {
    assertStatus(404, get("/health/ready%0d%0aX-Evil:%201", HOST + CLOSE));
    assertStatus(400, "GET /health/ready\r\nX-Evil: 1 HTTP/1.1\r\n" + HOST + "\r\n");
    assertStatus(401, get("/license/status", HOST + "X: y\r\n Authorization: Bearer x\r\n"));
    for (String request :
        List.of(
            get("/health/ready%0d%0aX-Evil:%201", HOST + CLOSE),
            get("/metrics", HOST + CLOSE + "Accept: x\rX-Evil: 1\r\n"))) {
      assertFalse(answered(request).contains("\nX-Evil"), request);
    }
  }

  @Test
  void anAbsoluteTargetIsItsPath() throws IOException {
    assertStatus(200, get("http://x/health/ready", HOST + CLOSE));
    assertStatus(401, get("http://x/license/status", HOST));
    assertStatus(404, get("http://x/y/../health/ready", HOST + CLOSE));
    assertStatus(404, get("http://x/metrics/http://x/metrics", HOST + CLOSE));
  }

  @Test
  void anOldClientNeedsNoHostAndANewOneDoes() throws IOException {
    String answer = answered("GET /health/ready HTTP/1.0\r\n\r\n");
    assertEquals(List.of("200"), statuses(answer), answer);
    assertStatus(400, get("/health/ready", ""));
    assertStatus(400, get("/health/ready", HOST + "Host: y\r\n"));
    assertStatus(400, "GET /health/ready HTTP/2.0\r\n" + HOST + "\r\n");
    assertStatus(400, "GET /health/ready HTTP/1.1 x\r\n" + HOST + "\r\n");
    assertStatus(400, "GET /health/ready\r\n" + HOST + "\r\n");
  }

  @Test
  void twoTokensAreNone() throws IOException {
    assertStatus(400, get("/license/status", HOST + BEARER + BEARER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 0\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: identity, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length:\r\n",
      })
  void aRequestOfTwoLengthsIsNoneAndHidesNoOther(String lengths) throws IOException {
    String hidden = get("/license/status", HOST + BEARER + CLOSE);
    String answer =
        answered("POST /health/ready HTTP/1.1\r\n" + HOST + lengths + "\r\n0\r\n\r\n" + hidden);
    List<String> statuses = statuses(answer);
    assertTrue(statuses.size() <= 1, answer);
    assertFalse(answer.contains("lic-1"), answer);
    assertTrue(
        statuses.isEmpty() || List.of("400", "405", "501").contains(statuses.get(0)), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: N\r\nContent-Length: N\r\n",
        "Content-Length: N\r\nContent-Length: 0\r\n",
        "Content-Length: 0\r\nContent-Length: N\r\n",
        "Content-Length: N\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding\u000b: chunked\r\n",
        "Content-Length : N\r\n",
        "Content-Length: +N\r\n",
        "Content-Length: N;\r\n",
        "Content-Length: N\r\nAuthorization: Bearer x\r\n",
        "Content-Length: N\r\nContent-Type: text/html\r\nContent-Type: text/plain\r\n",
        "Content-Length: N\r\nOrigin: http://x\r\nOrigin: http://y\r\n",
        "Content-Length: N\r\nHost: y\r\n",
      })
  void aTokenThatTwoReadersWouldReadDifferentlyIsNotTaken(String headers) throws Exception {
    String token = renewed();
    String hidden = get("/license/status", HOST + BEARER + CLOSE);
    String lengths = headers.replace("N", Integer.toString(token.length()));
    String answer =
        answered("PUT /license HTTP/1.1\r\n" + HOST + BEARER + lengths + "\r\n" + token + hidden);
    assertTrue(statuses(answer).size() <= 1, answer);
    assertFalse(answer.contains(" 200 ") || answer.contains("lic-"), answer);
    assertEquals(LicenseRow.NONE, site().store.license());
  }

  @Test
  void aTokenInPiecesIsReadToItsEnd() throws Exception {
    String token = renewed();
    String chunked =
        Integer.toHexString(20)
            + "\r\n"
            + token.substring(0, 20)
            + "\r\n"
            + Integer.toHexString(token.length() - 20)
            + "\r\n"
            + token.substring(20)
            + "\r\n0\r\n\r\n";
    String head = "PUT /license HTTP/1.1\r\n" + HOST + BEARER + CLOSE;
    assertStatus(200, head + "Transfer-Encoding: chunked\r\n\r\n" + chunked);
    assertEquals(Optional.of(token), site().store.license().token());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nx\r\n0\r\n\r\n",
        "-1\r\nx\r\n0\r\n\r\n",
        "ffffffffffffffff\r\nx\r\n0\r\n\r\n",
        "7fffffff\r\nx\r\n0\r\n\r\n",
        "5\r\nx\r\n0\r\n\r\n",
        "1;x=y\r\nx\r\n0\r\n\r\n",
        "1\r\nx\r\n0\r\nAuthorization: Bearer y\r\n\r\n",
        "1\nx\n0\n\n",
        "\r\n\r\n",
      })
  void piecesThatAreNoneEndTheConnection(String pieces) throws Exception {
    String head = "PUT /license HTTP/1.1\r\n" + HOST + BEARER;
    String answer = answered(head + "Transfer-Encoding: chunked\r\n\r\n" + pieces);
    assertFalse(answer.contains(" 200 "), answer);
    assertEquals(LicenseRow.NONE, site().store.license());
  }

  @Test
  void aRenewalWithoutLengthHasNoBody() throws Exception {
    String token = renewed();
    String answer = answered("PUT /license HTTP/1.1\r\n" + HOST + BEARER + "\r\n" + token);
    assertEquals("422", statuses(answer).get(0), answer);
    assertEquals(LicenseRow.NONE, site().store.license());
  }

  @Test
  void halfATokenIsNotWaitedForLongerThanAllowedAndNotTaken() throws Exception {
    assertTrue(
        drip("PUT /license HTTP/1.1\r\n" + HOST + BEARER + "Content-Length: 5000\r\n\r\neyJ")
            < Site.PATIENCE + SLACK);
    assertEquals(LicenseRow.NONE, site().store.license());
  }

  @Test
  void whoeverAsksFirstWhetherToSendIsToldToOnce() throws Exception {
    String token = renewed();
    String head =
        "PUT /license HTTP/1.1\r\n"
            + HOST
            + BEARER
            + CLOSE
            + "Expect: 100-continue\r\nContent-Length: "
            + token.length()
            + "\r\n\r\n";
    try (Socket socket = site().connect()) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder told = new StringBuilder();
      while (told.indexOf("\r\n\r\n") < 0) {
        told.append((char) socket.getInputStream().read());
      }
      assertTrue(told.toString().startsWith("HTTP/1.1 100 Continue\r\n"), told.toString());
      socket.getOutputStream().write(token.getBytes(StandardCharsets.ISO_8859_1));
      String answer = Site.rest(socket);
      assertEquals(List.of("200"), statuses(answer), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/license/",
        "//license",
        "/./license",
        "/license/../license",
        "/%6cicense",
        "/license%3fdry-run=true",
        "/license;dry-run=true",
        "/license%00",
        "/license/current/",
        "/license/current/..",
        "/LICENSE",
        "/license\\current",
        "/license/status/../current",
      })
  void whatIsNotSpelledAsAPathChangesNothing(String target) throws Exception {
    String token = renewed();
    for (String method : List.of("PUT ", "DELETE ")) {
      String answer =
          answered(
              method
                  + target
                  + " HTTP/1.1\r\n"
                  + HOST
                  + BEARER
                  + CLOSE
                  + "Content-Length: "
                  + token.length()
                  + "\r\n\r\n"
                  + token);
      assertTrue(List.of("400", "404", "405").contains(statuses(answer).get(0)), answer);
    }
    assertEquals(LicenseRow.NONE, site().store.license());
  }

  @Test
  void aMethodThatAnotherHeaderNamesIsNotTheMethod() throws Exception {
    String token = renewed();
    for (String header :
        List.of("X-HTTP-Method-Override: PUT", "X-HTTP-Method: PUT", "X-Method-Override: PUT")) {
      assertStatus(
          405,
          "POST /license HTTP/1.1\r\n"
              + HOST
              + BEARER
              + header
              + "\r\nContent-Length: "
              + token.length()
              + "\r\n\r\n"
              + token);
    }
    for (String header : List.of("X-Original-URL: /license/status", "X-Forwarded-For: 127.0.0.1")) {
      String answer = answered(get("/license/status", HOST + CLOSE + header + "\r\n"));
      assertEquals(List.of("401"), statuses(answer), answer);
    }
    assertEquals(LicenseRow.NONE, site().store.license());
  }

  @Test
  void aTokenWithALineBreakIsTwoHeadersOrNone() throws Exception {
    for (String token : List.of("x\r\nX-Evil: 1", "x\nX-Evil: 1", "x\rX-Evil: 1", "x\u0000")) {
      String answer =
          answered(
              get("/license/status", HOST + CLOSE + "Authorization: Bearer " + token + "\r\n"));
      assertFalse(answer.contains("\nX-Evil"), answer);
      assertFalse(statuses(answer).contains("200"), answer);
    }
  }

  private static String renewed() {
    String claims = Site.claims(300, ",\"iat\":" + (Site.NOW / 1000 - 5));
    return Site.token(claims.replace("lic-1", "lic-2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET //license/status HTTP/1.1",
        "GET license/status HTTP/1.1",
        "GET * HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "CONNECT x:80 HTTP/1.1",
        "GET  /license/status HTTP/1.1",
        "GET /license/status\tHTTP/1.1",
        "GET file:///license/status HTTP/1.1",
        "GET mailto:license HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /license/status%20 HTTP/1.1",
        "GET /health/../license/status HTTP/1.1",
        " GET /license/status HTTP/1.1",
        "\u0000\u0001\u0002",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
      })
  void whatIsNoPlainTargetGetsNothing(String line) throws IOException {
    String answer = answered(line + "\r\n" + HOST + CLOSE + "\r\n");
    assertFalse(answer.contains("lic-1"), answer);
    assertFalse(statuses(answer).contains("200"), answer);
  }

  /** Sends it; the answers, once the other side has closed, which is within the limit. */
  private String answered(String request) throws IOException {
    long began = System.nanoTime();
    String answer = site().exchange(request);
    long took = (System.nanoTime() - began) / 1_000_000;
    assertTrue(took < 2 * Site.PATIENCE + SLACK, "open for " + took + " ms");
    return answer;
  }

  private void assertStatus(int status, String request) throws IOException {
    String answer = answered(request);
    assertEquals(List.of(Integer.toString(status)), statuses(answer), answer);
  }

  private static List<String> statuses(String answer) {
    List<String> statuses = new ArrayList<>();
    for (String line : answer.split("\r\n|\n", -1)) {
      if (line.startsWith("HTTP/1.1 ")) {
        statuses.add(line.substring(9, 12));
      }
    }
    return statuses;
  }

  private static String get(String target, String headers) {
    return "GET " + target + " HTTP/1.1\r\n" + headers + "\r\n";
  }
}
