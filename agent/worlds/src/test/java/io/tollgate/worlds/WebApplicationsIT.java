package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two web applications with a copy of the API each, and one that has an annotation of its own and
 * no API, in one server under one agent.
 */
class WebApplicationsIT {
  private static final String JDKS = "io.tollgate.dist.Jdk#all";
  private static final int MOST_KIB = 1024;
  private static final String BITTEN =
      """
      one: CLOSED TG-LIC-0002 own
      two: CLOSED TG-LIC-0002 own
      paid: IllegalStateException Renew your license
      one: OPEN
      two: OPEN
      paid: OPEN
      collected: 10 of 10
      """;

  private static Acme acme;

  @BeforeAll
  static void ship() throws IOException {
    acme = new Acme();
    String servlets = Acme.runtime("jetty/jakarta.servlet-api.jar").toString();
    List<String> classPath = List.of("-cp", Acme.classPath(Product.API, servlets));
    Path export = acme.compile("export", classPath, "acme/Export.java", "acme/ReportServlet.java");
    Path paid =
        acme.compile(
            "paid",
            List.of("-cp", servlets),
            "acme/PaidExport.java",
            "acme/Paid.java",
            "acme/ReportServlet.java");
    for (String name : List.of("one", "two")) {
      web(name, "export.xml", export);
      Acme.copy(
          Product.API, acme.folder().resolve("web/" + name + "/WEB-INF/lib/tollgate-api.jar"));
    }
    web("paid", "paid.xml", paid);
  }

  private static void web(String name, String descriptor, Path classes) throws IOException {
    Path folder = acme.folder().resolve("web").resolve(name).resolve("WEB-INF");
    Acme.copy(classes, folder.resolve("classes"));
    Acme.copy(Acme.source("web/" + descriptor), folder.resolve("web.xml"));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "class loaders", value = "Tomcat 11, two web applications and redeployments")
  void gatesBiteInTomcatAndKeepNoOldWebApplication(Jdk jdk) throws Exception {
    Run run = run(jdk, "tomcat", "TomcatServer", 50);
    assertTrue(run.out().startsWith(BITTEN), run.out() + run.err());
    int growth = Integer.parseInt(run.out().substring(BITTEN.length()).replaceAll("[^-0-9]", ""));
    System.out.printf("Tomcat on %s: 45 redeployments, %d KiB more heap%n", jdk, growth);
    assertTrue(growth < MOST_KIB, run.out());
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(
      group = "class loaders",
      value = "Jetty 12 (EE 11), two web applications and redeployments")
  void gatesBiteInJettyAndKeepNoOldWebApplication(Jdk jdk) throws Exception {
    Run run = run(jdk, "jetty", "JettyServer", 0);
    assertEquals(BITTEN, run.out(), run.err());
  }

  private static Run run(Jdk jdk, String runtime, String server, int times) throws Exception {
    String jars = Acme.runtimes(runtime);
    String classes = runtime + "-" + jdk.feature();
    Path driver =
        acme.compile(
            classes,
            List.of("-cp", jars),
            "servers/Redeploying.java",
            "servers/Server.java",
            "servers/" + server + ".java",
            "acme/Renewal.java");
    return acme.run(
        jdk,
        "-cp",
        Acme.classPath(driver, jars),
        "servers.Redeploying",
        "servers." + server,
        acme.path("web"),
        times);
  }
}
