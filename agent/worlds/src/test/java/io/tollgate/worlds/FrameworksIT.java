package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products whose licensed methods are called by what a framework generates. */
class FrameworksIT {
  private static final String JDKS = "io.tollgate.dist.Jdk#all";
  private static final Path SERVERS = Path.of(System.getProperty("tollgate.servers"));

  private static Acme marked;
  private static Acme annotated;

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    String spring = Acme.classPath(Acme.runtimes("spring-data"), jars("spring"), jars("tomcat11"));
    marked = new Acme();
    marked.compile(
        "classes",
        List.of("-cp", Acme.classPath(spring, Product.API)),
        "frameworks/Repositories.java",
        "frameworks/Store.java",
        "frameworks/Calls.java",
        "acme/Renewal.java",
        "acme/Denied.java");
    annotated =
        Acme.sealedWith(
            "frameworks",
            "gate.annotations=org.springframework.transaction.annotation.Transactional,"
                + "org.springframework.web.bind.annotation.PostMapping");
    annotated.compile(
        "classes",
        List.of("-cp", spring),
        "frameworks/Annotated.java",
        "frameworks/Store.java",
        "frameworks/Calls.java",
        "acme/Renewal.java",
        "acme/Denied.java");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(
      group = "frameworks",
      value = "Spring Data JDBC 4: marked repositories; JDK and CGLIB proxies")
  void aMarkOnARepositoryOrBehindAProxyDeniesOnce(Jdk jdk) throws Exception {
    String denied = "CLOSED TG-LIC-0002";
    assertEquals(
        List.of(
            "save: " + denied,
            "derived query: " + denied,
            "written query: " + denied,
            "default method: " + denied,
            "inherited save: " + denied,
            "inherited query: " + denied,
            "JDK proxy: " + denied,
            "CGLIB proxy: " + denied,
            "8 calls, 8 denied, 0 transactions",
            "save: OPEN",
            "derived query: OPEN",
            "written query: OPEN",
            "default method: OPEN",
            "inherited save: OPEN",
            "inherited query: OPEN",
            "JDK proxy: OPEN",
            "CGLIB proxy: OPEN",
            // Spring Data begins none for queries that the product declares.
            "save: 1",
            "derived query: 0",
            "written query: 0",
            "default method: 1",
            "inherited save: 1",
            "inherited query: 1",
            "JDK proxy: 1",
            "CGLIB proxy: 1",
            "rows: 2, 2",
            "$Proxy",
            "Repositories$Desk$$SpringCGLIB$$"),
        run(marked, jdk, "frameworks.Repositories", Product.API.toString()));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(
      group = "frameworks",
      value = "Spring 7: `@Transactional` and `@PostMapping` as marks, without the API")
  void annotationsOfSpringAreMarks(Jdk jdk) throws Exception {
    String denied = "CLOSED Renew your license";
    assertEquals(
        List.of(
            "GET all",
            "@Transactional, JDK proxy: " + denied,
            "@Transactional, CGLIB proxy: " + denied,
            "@Transactional class: " + denied,
            "@PostMapping: CLOSED 402",
            "4 calls, 4 denied, 0 transactions",
            "@Transactional, JDK proxy: OPEN",
            "@Transactional, CGLIB proxy: OPEN",
            "@Transactional class: OPEN",
            "@PostMapping: OPEN",
            "@Transactional, JDK proxy: 1",
            "@Transactional, CGLIB proxy: 1",
            "@Transactional class: 1",
            "@PostMapping: 0"),
        run(annotated, jdk, "frameworks.Annotated", jars("tomcat11")));
  }

  private static List<String> run(Acme acme, Jdk jdk, String main, String more) throws Exception {
    String classPath =
        Acme.classPath(acme.path("classes"), Acme.runtimes("spring-data"), jars("spring"), more);
    return acme.run(jdk, "-cp", classPath, main).out().lines().toList();
  }

  private static String jars(String folder) throws IOException {
    return Acme.jars(SERVERS.resolve(folder));
  }
}
