package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import io.tollgate.dist.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * WildFly itself, which will not start if somebody has chosen a log manager before its {@code main}
 * does: with everything in use that might, the endpoint, the bean and the database of meters.
 */
class WildFlyIT {
  private static final Path UNPACKED = Path.of("target", "runtimes", "wildfly").toAbsolutePath();
  private static final long STEP_MILLIS = 100;

  private static Path home;
  private static Product product;
  private static Path war;
  private static String agent;
  private static Path license;

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    try (Stream<Path> unpacked = Files.list(UNPACKED)) {
      home = unpacked.findFirst().orElseThrow();
    }
    product = Product.make();
    agent =
        product.sealed(
            "agent",
            "start.on-missing=gate\nclaims.features=features\nclaims.caps=caps\n"
                + "meter.reports=acme.ReportServlet#doGet(..) key=0.queryString count=distinct");
    license =
        Path.of(
            product.token(
                "license",
                Instant.now().plus(Duration.ofDays(400)),
                "--claim",
                "features=[\"export\"]",
                "--claim",
                "caps={\"reports\":2}"));
    Acme acme = new Acme();
    String servlets = Acme.runtime("jetty/jakarta.servlet-api.jar").toString();
    Path content = acme.folder().resolve("war");
    Acme.copy(
        acme.compile(
            "export",
            List.of("-cp", Acme.classPath(Product.API, servlets)),
            "acme/Export.java",
            "acme/ReportServlet.java"),
        content.resolve("WEB-INF/classes"));
    Acme.copy(Product.API, content.resolve("WEB-INF/lib/tollgate-api.jar"));
    Acme.copy(Acme.source("web/export.xml"), content.resolve("WEB-INF/web.xml"));
    war = acme.jar("one.war", "", content);
  }

  @ParameterizedTest
  @MethodSource("io.tollgate.dist.Jdk#all")
  @World(
      group = "class loaders",
      value = "WildFly 39, a web application, with endpoint, meter and embedded store")
  void gatesBiteAndAMeterCountsInAServerThatChoosesItsLogManager(Jdk jdk) throws Exception {
    try (Server server = new Server(jdk)) {
      assertAnswer(402, "\"TG-LIC-0001\"", server.report("ann"));
      server.renew();
      server.awaitOpen();
      assertAnswer(200, "OPEN", server.report("ann"));
      assertAnswer(200, "OPEN", server.report("bob"));
      assertAnswer(402, "\"TG-CAP-0001\"", server.report("eve"));
      assertAnswer(200, "OPEN", server.report("ann"));
      assertTrue(server.metrics().contains("tollgate_cap_used{cap=\"reports\"} 2"));
      String said = server.said();
      assertFalse(said.contains("TG-SYS"), said);
      assertFalse(said.contains("TG-CFG"), said);
      assertFalse(said.contains("called by io.tollgate"), said);
    }
  }

  private static void assertAnswer(int status, String text, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains(text), response.body());
  }

  /** One in a JVM of its own, with the application in it. */
  private static final class Server implements AutoCloseable {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final Process process;
    private final int port;

    Server(Jdk jdk) throws IOException, InterruptedException {
      folder = Files.createTempDirectory(product.folder(), "wildfly");
      Path base = folder.resolve("standalone");
      Acme.copy(home.resolve("standalone"), base);
      Files.copy(war, base.resolve("deployments/one.war"));
      Files.createDirectory(folder.resolve("state"));
      String settings =
          "=poll=PT1S,http=127.0.0.1:0,state.dir="
              + folder.resolve("state")
              + ",token.file="
              + folder.resolve("token");
      ProcessBuilder builder =
          new ProcessBuilder(
              jdk.tool("java"),
              "-javaagent:" + agent + settings,
              "-Xmx256m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              // As standalone.sh does.
              "-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"),
              "-Dlogging.configuration=file:" + base.resolve("configuration/logging.properties"),
              "-jar",
              home.resolve("jboss-modules.jar").toString(),
              "-mp",
              home.resolve("modules").toString(),
              "org.jboss.as.standalone",
              "-Djboss.home.dir=" + home,
              "-Djboss.server.base.dir=" + base,
              "-Djboss.http.port=0",
              "-Djboss.https.port=0",
              "-Djboss.management.http.port=0",
              "-Djboss.management.https.port=0");
      builder.redirectOutput(folder.resolve("out").toFile());
      builder.redirectError(folder.resolve("err").toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      process = builder.start();
      port = awaitPort();
    }

    /** That of the listener for HTTP, once the application is there. */
    private int awaitPort() throws IOException, InterruptedException {
      long deadline = deadline();
      String log = "";
      while (System.nanoTime() < deadline && process.isAlive() && !log.contains("WFLYSRV0026")) {
        log = read("out");
        if (log.contains("WFLYSRV0025")) {
          String from = "HTTP listener default listening on 127.0.0.1:";
          String rest = log.substring(log.indexOf(from) + from.length());
          return Integer.parseInt(rest.substring(0, rest.indexOf('\n')).replaceAll("\\D+.*", ""));
        }
        Thread.sleep(STEP_MILLIS);
      }
      close();
      throw new AssertionError("WildFly does not start\n" + read("out") + said());
    }

    void renew() throws IOException {
      Product.replace(folder.resolve("token"), Files.readString(license));
    }

    void awaitOpen() throws Exception {
      long deadline = deadline();
      while (report("ann").statusCode() != 200 && System.nanoTime() < deadline) {
        Thread.sleep(STEP_MILLIS);
      }
    }

    HttpResponse<String> report(String who) throws IOException, InterruptedException {
      return get("http://127.0.0.1:" + port + "/one/report?" + who);
    }

    String metrics() throws IOException, InterruptedException {
      String own = read("state/http.port").strip();
      return get("http://127.0.0.1:" + own + "/metrics").body();
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).timeout(Service.LONGEST_ANSWER).build(),
          HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    String said() throws IOException {
      return read("err");
    }

    private String read(String name) throws IOException {
      return Files.readString(folder.resolve(name));
    }

    private static long deadline() {
      return System.nanoTime() + TimeUnit.SECONDS.toNanos(Run.MOST_SECONDS);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
