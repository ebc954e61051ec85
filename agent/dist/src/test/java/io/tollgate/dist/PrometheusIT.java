package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Prometheus, with the configuration and the rules of the docs, and a real agent. */
class PrometheusIT {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("tollgate.docs"), "examples", "prometheus");
  private static final Product PRODUCT = Product.make();
  private static final List<Service> AGENTS = new ArrayList<>();
  private static int port;

  @BeforeAll
  static void startAnInstallationWhoseLicenseEndsSoon() throws IOException, InterruptedException {
    String agent = PRODUCT.sealed("acme", "lifecycle.warn=P1D\n");
    String token = PRODUCT.token("token", Instant.now().plus(Duration.ofDays(10)));
    Path state = PRODUCT.folder().resolve("state");
    List<String> command =
        PRODUCT.command(
            Jdk.ofTheseTests(),
            "-javaagent:"
                + agent
                + "=http=127.0.0.1:0,token.file="
                + token
                + ",state.dir="
                + state);
    command.add("OPEN");
    AGENTS.add(Service.start(command, PRODUCT.folder()));
    port = AGENTS.get(0).port(state);
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    for (Service agent : AGENTS) {
      agent.end().assertStatus(0);
    }
  }

  @Test
  void aRealPrometheusScrapesTheAgentAndJudgesItByTheRules()
      throws IOException, InterruptedException {
    String program = Service.needed("prometheus", "prometheus");
    Path folder = Files.createDirectory(PRODUCT.folder().resolve("prometheus"));
    Files.copy(EXAMPLE.resolve("tollgate.rules.yml"), folder.resolve("tollgate.rules.yml"));
    String config = Files.readString(EXAMPLE.resolve("prometheus.yml"));
    assertTrue(config.contains("127.0.0.1:9465"), config);
    Files.writeString(
        folder.resolve("prometheus.yml"),
        config.replace("127.0.0.1:9465", "127.0.0.1:" + port).replace(": 15s", ": 1s"));
    int own = freePort();
    try (Service prometheus =
        Service.start(
            List.of(
                program,
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + own),
            folder)) {
      prometheus.await("its API answers", () -> answers(prometheus, own));
      awaitValue(prometheus, own, "tollgate_license_valid", "\"1\"]");
      awaitValue(prometheus, own, "tollgate_license_days_until_expiry", "\"10\"]");
      awaitValue(prometheus, own, "tollgate_license_info", "\"customer\":\"Example Corp\"");
      awaitValue(prometheus, own, "tollgate_license_info", "\"license_id\":\"token\"");
      awaitValue(prometheus, own, "sum(tollgate_license_state)", "\"1\"]");
      awaitValue(prometheus, own, "tollgate_license_state{state=\"VALID\"}", "\"1\"]");
      awaitValue(prometheus, own, "tollgate_gates_woven", "\"1\"]");
      awaitValue(
          prometheus,
          own,
          "abs(time() - tollgate_license_as_of_timestamp_seconds) < bool 60",
          "\"1\"]");
      awaitValue(prometheus, own, "ALERTS", "\"alertname\":\"TollgateLicenseExpiring\"");
      String alerts = query(prometheus, own, "count(ALERTS)");
      assertTrue(alerts.contains("\"1\"]"), alerts);
    }
  }

  private static boolean answers(Service prometheus, int port) throws InterruptedException {
    try {
      return prometheus.get(port, "/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false; // it does not listen yet
    }
  }

  private static void awaitValue(Service prometheus, int port, String query, String part)
      throws IOException, InterruptedException {
    prometheus.await(query + " is " + part, () -> query(prometheus, port, query).contains(part));
  }

  private static String query(Service prometheus, int port, String query)
      throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return prometheus.get(port, "/api/v1/query?query=" + encoded).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The days are in the name because other products have them there; nothing else is amiss. */
  @Test
  void theMetricsAreAsPrometheusWantsThemButForTheDays() throws IOException, InterruptedException {
    Service.needed("promtool", "prometheus");
    Path scrape = PRODUCT.folder().resolve("scrape");
    Files.writeString(scrape, AGENTS.get(0).get(port, "/metrics").body());
    Run run =
        Run.of(
            List.of("bash", "-c", "promtool check metrics < scrape"), Map.of(), PRODUCT.folder());
    assertEquals(
        "tollgate_license_days_until_expiry use base unit \"seconds\" instead of \"days\"\n",
        run.out() + run.err());
  }
}
