package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A license that is renewed over HTTP, in real JVMs with their real store. */
class RenewalIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final String SECRET = "a-token-that-nobody-guesses";
  private static final String CURRENT = "/license/current";
  private static final String TRIAL = "/license?dry-run=true";

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    PRODUCT.sealed("gating", "start.on-expired=gate\nstart.on-invalid=gate");
    issue("expired", -100, -200);
    issue("first", 300, -20);
    issue("second", 400, -10);
    issue("later", 500, -5, "--nbf", at(50).toString());
    Files.writeString(PRODUCT.folder().resolve("admin"), SECRET + "\n");
  }

  private static void issue(String name, long expires, long issued, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--iat", at(issued).toString()));
    arguments.addAll(List.of(more));
    PRODUCT.token(name, at(expires), arguments.toArray(new String[0]));
  }

  private static Instant at(long days) {
    return Instant.ofEpochSecond(Instant.now().plus(Duration.ofDays(days)).getEpochSecond());
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRenewalOpensWhatHadClosedAndSurvivesKill9(Jdk jdk)
      throws IOException, InterruptedException {
    Path state = PRODUCT.folder().resolve("state-kill-" + jdk.feature());
    try (Service service = start(jdk, "expired", state, "OPEN")) {
      int port = service.port(state);
      service.await("a call was denied", () -> service.out().contains("CLOSED TG-LIC-0002"));
      HttpResponse<String> trial = send(service, port, "PUT", TRIAL, token("first"));
      assertEquals(200, trial.statusCode(), trial.body());
      assertTrue(trial.body().contains("\"wouldReplace\":true"), trial.body());
      assertTrue(service.get(port, "/metrics").body().contains("license_valid 0.0"));
      HttpResponse<String> put = send(service, port, "PUT", "/license", token("first"));
      service.kill();
      assertEquals(200, put.statusCode(), put.body());
      assertTrue(put.body().contains("\"replaced\":true"), put.body());
    }
    Files.delete(state.resolve("http.port"));
    try (Service service = start(jdk, "expired", state, "OPEN")) {
      int port = service.port(state);
      assertTrue(service.out().startsWith("OPEN\n"), service.out());
      assertEquals("first", licenseId(service, port));
      Run run = service.end().assertStatus(0);
      assertEquals("", run.err());
    }
    String audit = Files.readString(state.resolve("audit.jsonl"));
    assertFalse(audit.contains(token("first").substring(40, 80)), audit);
    PRODUCT.tool("audit", "verify", state.resolve("audit.jsonl").toString()).assertStatus(0);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJvmIsRenewedAndTakenBackWhileItRuns(Jdk jdk) throws IOException, InterruptedException {
    Path state = PRODUCT.folder().resolve("state-back-" + jdk.feature());
    try (Service service = start(jdk, "first", state, "OPEN")) {
      int port = service.port(state);
      assertEquals(404, send(service, port, "DELETE", CURRENT, "").statusCode());
      assertEquals(200, send(service, port, "PUT", "/license", token("second")).statusCode());
      assertEquals("second", licenseId(service, port));
      assertError(send(service, port, "PUT", "/license", token("first")), 409, "TG-LIC-0004");
      assertError(send(service, port, "PUT", "/license", "nonsense"), 422, "TG-TOK-0001");
      HttpResponse<String> later = send(service, port, "PUT", "/license", token("later"));
      assertEquals(202, later.statusCode(), later.body());
      assertEquals("second", licenseId(service, port));
      assertEquals(200, send(service, port, "DELETE", CURRENT, "").statusCode());
      assertEquals("second", licenseId(service, port));
      assertEquals(200, send(service, port, "PUT", "/license", token("second")).statusCode());
      service.await(
          "the renewals are written down",
          () -> Files.readString(state.resolve("audit.jsonl")).contains("LICENSE_RESTORED"));
      service.end().assertStatus(0);
    }
    List<String> audit = Files.readAllLines(state.resolve("audit.jsonl"));
    String renewed =
        audit.stream().filter(line -> line.contains("LICENSE_RENEWED")).findFirst().orElse("");
    assertTrue(renewed.contains("\"actorId\":\"admin\""), audit.toString());
    assertTrue(renewed.contains("\"ipAddress\":\"127.0.0.1\""), renewed);
    assertTrue(renewed.contains("\"userAgent\":\"Java-http-client/"), renewed);
  }

  @Test
  void oneStepBackFromTheFirstRenewalIsTheMountedLicense()
      throws IOException, InterruptedException {
    Path state = PRODUCT.folder().resolve("state-first");
    try (Service service = start(JDK, "first", state, "OPEN")) {
      int port = service.port(state);
      assertEquals(200, send(service, port, "PUT", "/license", token("second")).statusCode());
      assertEquals(200, send(service, port, "DELETE", CURRENT, "").statusCode());
      assertEquals("first", licenseId(service, port));
      service.end().assertStatus(0);
    }
    Files.delete(state.resolve("http.port"));
    try (Service service = start(JDK, "absent", state, "OPEN")) {
      assertEquals("first", licenseId(service, service.port(state)));
    }
  }

  @Test
  void whoeverGuessesIsLockedOutAndOneLineSaysSo() throws IOException, InterruptedException {
    Path state = PRODUCT.folder().resolve("state-guess");
    try (Service service = start(JDK, "first", state, "OPEN")) {
      int port = service.port(state);
      for (int i = 0; i < 10; i++) {
        HttpResponse<String> wrong =
            service.send(port, "PUT", "/license", token("second"), "Authorization", "Bearer x");
        assertError(wrong, 401, "TG-SYS-0033");
      }
      HttpResponse<String> right = send(service, port, "PUT", "/license", token("second"));
      assertError(right, 429, "TG-SYS-0037");
      assertTrue(right.headers().firstValue("Retry-After").isPresent());
      assertTrue(
          service.get(port, "/metrics").body().contains("tollgate_http_unauthorized_total 11.0"));
      service.await("one line says so", () -> service.err().endsWith("\n"));
      Run run = service.end().assertStatus(0);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains("TG-SYS-0037"), run.err());
      assertFalse(run.err().contains(token("second").substring(40, 80)), run.err());
    }
    assertFalse(Files.exists(state.resolve("store.mv.db")));
  }

  @Test
  void withoutAStoreARenewalIsRefusedAndSaysWhatToDo() throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String settings = "http=127.0.0.1:" + port + ",admin.token.file=admin";
    try (Service service =
        Service.start(command(JDK, "first", settings, "OPEN"), PRODUCT.folder())) {
      service.await("the endpoint is open", () -> isOpen(port));
      HttpResponse<String> put = send(service, port, "PUT", "/license", token("second"));
      assertError(put, 503, "TG-SYS-0050");
      assertTrue(put.body().contains("state.dir"), put.body());
      assertEquals("first", licenseId(service, port));
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpResponse<String> send(
      Service service, int port, String method, String path, String body)
      throws IOException, InterruptedException {
    return service.send(port, method, path, body, "Authorization", "Bearer " + SECRET);
  }

  private static String licenseId(Service service, int port)
      throws IOException, InterruptedException {
    String body = service.get(port, "/license/status", "Authorization", "Bearer " + SECRET).body();
    String name = "\"licenseId\":\"";
    int from = body.indexOf(name) + name.length();
    return body.substring(from, body.indexOf('"', from));
  }

  private static void assertError(HttpResponse<String> response, int status, String code) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(
        response.body().startsWith("{\"error\":{\"code\":\"" + code + "\""), response.body());
  }

  private static String token(String name) throws IOException {
    return Files.readString(PRODUCT.folder().resolve(name));
  }

  private static Service start(Jdk jdk, String token, Path state, String until) throws IOException {
    String settings = "http=127.0.0.1:0,admin.token.file=admin,state.dir=" + state;
    return Service.start(command(jdk, token, settings, until), PRODUCT.folder());
  }

  private static List<String> command(Jdk jdk, String token, String settings, String until) {
    List<String> command =
        new ArrayList<>(
            PRODUCT.command(
                jdk,
                "-javaagent:"
                    + PRODUCT.path("gating.jar")
                    + "=token.file="
                    + PRODUCT.path(token)
                    + ","
                    + settings));
    command.add(until);
    return command;
  }
}
