package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

/** The HTTP endpoint of the agent jar in real JVMs. */
class EndpointIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final String SECRET = "a-token-that-nobody-guesses";

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    PRODUCT.sealed(
        "gating", "start.on-expired=gate\nstart.on-missing=evaluate\nstart.on-invalid=gate");
    PRODUCT.token("valid", days(400));
    PRODUCT.token("grace", days(-10));
    PRODUCT.token("expired", days(-100));
    Files.writeString(PRODUCT.folder().resolve("admin"), SECRET + "\n");
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aValidLicenseIsToldToWhoeverAsksAndNotOneLineIsPrinted(Jdk jdk)
      throws IOException, InterruptedException {
    try (Service service = start(jdk, "valid", "OPEN")) {
      int port = service.port(state(jdk, "valid"));
      assertLicence(service, port, "\"ok\"", "\"kind\":\"licensed\"");
      assertMetrics(service, port, "1.0", "VALID");
      assertStatus(service, port, "\"state\":\"VALID\"", "\"open\":true");
      Run run = service.end().assertStatus(0);
      assertEquals("", run.err());
      assertEquals("OPEN\nOPEN\n", run.out());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void everyOtherStateAnswersToo(Jdk jdk) throws IOException, InterruptedException {
    try (Service service = start(jdk, "grace", "OPEN")) {
      int port = service.port(state(jdk, "grace"));
      assertLicence(service, port, "\"grace\"", "\"kind\":\"grace\"");
      assertMetrics(service, port, "0.0", "GRACE");
      assertStatus(service, port, "\"state\":\"GRACE\"", "\"open\":true");
    }
    try (Service service = start(jdk, "expired", "CLOSED")) {
      int port = service.port(state(jdk, "expired"));
      service.await("a call was denied", () -> service.out().contains("CLOSED TG-LIC-0002"));
      assertLicence(
          service,
          port,
          "\"invalid\"",
          "\"licence\":{\"kind\":\"invalid\",\"reason\":\"expired\"}");
      assertMetrics(service, port, "0.0", "EXPIRED");
      String denied =
          service
              .get(port, "/metrics")
              .body()
              .lines()
              .filter(line -> line.startsWith("tollgate_gate_denied_total{feature=\"export\"} "))
              .findFirst()
              .orElse("0 0");
      assertTrue(Double.parseDouble(denied.substring(denied.indexOf(' '))) >= 1, denied);
      assertStatus(service, port, "\"state\":\"EXPIRED\"", "\"open\":false");
    }
    try (Service service = start(jdk, "gone", "OPEN")) {
      int port = service.port(state(jdk, "gone"));
      assertLicence(service, port, "\"evaluation\"", "\"licence\":{\"kind\":\"evaluation\"}");
      assertMetrics(service, port, "0.0", "MISSING");
      assertStatus(service, port, "\"kind\":\"evaluation\"", "\"open\":true");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aPortThatIsTakenIsOneLineAndTheHostRunsOn(Jdk jdk) throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Service service =
            Service.start(
                command(jdk, "valid", "http=127.0.0.1:" + taken.getLocalPort(), "OPEN"),
                PRODUCT.folder())) {
      service.await("it says so", () -> service.err().endsWith("\n"));
      Run run = service.end().assertStatus(0);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains("TG-SYS-0013"), run.err());
      assertTrue(run.err().contains("127.0.0.1:" + taken.getLocalPort()), run.err());
      assertEquals("OPEN\nOPEN\n", run.out());
    }
  }

  @Test
  void aJvmWithoutTheServerIsOneLineAndTheHostRunsOn() throws IOException, InterruptedException {
    List<String> command = command(JDK, "valid", "http=0", "OPEN");
    command.addAll(1, List.of("--limit-modules", "java.instrument"));
    try (Service service = Service.start(command, PRODUCT.folder())) {
      service.await("it says so", () -> service.err().endsWith("\n"));
      Run run = service.end().assertStatus(0);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains("TG-SYS-0013"), run.err());
      assertTrue(run.err().contains("jdk.httpserver"), run.err());
      assertEquals("OPEN\nOPEN\n", run.out());
    }
  }

  /** A main that takes its time to choose a log manager that only its own loader knows. */
  private static final String LATE =
      """
      import java.util.logging.*;

      public class Late {
        public static class Own extends LogManager {}

        public static void main(String[] arguments) throws Exception {
          Thread.sleep(400);
          System.setProperty("java.util.logging.manager", "Late$Own");
          System.out.println(LogManager.getLogManager().getClass().getName());
          System.in.read();
        }
      }
      """;

  /** An agent beside this one that takes longer than any main. */
  private static final String SLOW =
      """
      public class Slow {
        public static void premain(String argument) throws Exception {
          Thread.sleep(3000);
        }
      }
      """;

  @ParameterizedTest
  @MethodSource("jdks")
  void theHostChoosesItsLoggingAndNothingOfTheEndpointIsThereBefore(Jdk jdk)
      throws IOException, InterruptedException {
    Path source = Files.writeString(PRODUCT.folder().resolve("Late.java"), LATE);
    Product.compile(source, PRODUCT.folder().resolve("classes"));
    Path log = Files.createTempFile(PRODUCT.folder(), "classes", ".log");
    List<String> command =
        command(jdk, "valid", "http=127.0.0.1:0,state.dir=" + state(jdk, "late"), "x");
    command.set(command.size() - 2, "Late");
    command.add(1, "-Xlog:class+load:file=" + log);
    command.add(command.indexOf("-cp"), "-javaagent:" + PRODUCT.agentJar("Slow", SLOW));
    try (Service service = Service.start(command, PRODUCT.folder())) {
      int port = service.port(state(jdk, "late"));
      assertEquals(200, service.get(port, "/metrics").statusCode());
      Run run = service.end().assertStatus(0);
      assertEquals("Late$Own\n", run.out());
      assertEquals("", run.err());
    }
    List<String> loaded = Files.readAllLines(log);
    int main = first(loaded, " Late ");
    assertTrue(main > 0);
    for (String late :
        List.of(" com.sun.net.httpserver.", " io.tollgate.core.http.", " io.prometheus.")) {
      assertTrue(first(loaded, late) > main, late);
    }
  }

  private static int first(List<String> lines, String part) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i;
      }
    }
    return -1;
  }

  private static Path state(Jdk jdk, String token) {
    return PRODUCT.folder().resolve("state-" + token + "-" + jdk.feature());
  }

  private static Service start(Jdk jdk, String token, String until) throws IOException {
    String settings = "http=127.0.0.1:0,admin.token.file=admin,state.dir=" + state(jdk, token);
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

  private static void assertLicence(Service service, int port, String check, String licence)
      throws IOException, InterruptedException {
    HttpResponse<String> ready = service.get(port, "/health/ready");
    assertEquals(200, ready.statusCode());
    assertTrue(ready.body().contains("\"checks\":{\"licence\":" + check + "}"), ready.body());
    assertTrue(ready.body().contains(licence), ready.body());
    assertEquals(200, service.get(port, "/health/live").statusCode());
  }

  private static void assertMetrics(Service service, int port, String valid, String state)
      throws IOException, InterruptedException {
    HttpResponse<String> metrics = service.get(port, "/metrics");
    assertEquals(200, metrics.statusCode());
    List<String> lines = metrics.body().lines().toList();
    assertTrue(lines.contains("tollgate_license_valid " + valid), metrics.body());
    assertTrue(
        lines.contains("tollgate_license_state{state=\"" + state + "\"} 1.0"), metrics.body());
    assertTrue(lines.contains("tollgate_gates_woven 1.0"), metrics.body());
  }

  private static void assertStatus(Service service, int port, String... parts)
      throws IOException, InterruptedException {
    HttpResponse<String> closed = service.get(port, "/license/status");
    assertEquals(401, closed.statusCode());
    assertFalse(closed.body().contains("state"), closed.body());
    HttpResponse<String> open =
        service.get(port, "/license/status", "Authorization", "Bearer " + SECRET);
    assertEquals(200, open.statusCode(), open.body());
    for (String part : parts) {
      assertTrue(open.body().contains(part), open.body());
    }
  }

  private static Instant days(long days) {
    return Instant.now().plus(Duration.ofDays(days));
  }
}
