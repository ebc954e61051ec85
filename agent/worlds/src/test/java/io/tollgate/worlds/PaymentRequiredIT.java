package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP 402 for denied calls, in applications that know nothing of it. */
class PaymentRequiredIT {
  private static final int PAYMENT_REQUIRED = 402;
  private static final int MINE = 418;
  private static final Pattern BODY =
      Pattern.compile(
          "\\{\"error\":\\{\"code\":\"TG-LIC-\\d{4}\",\"message\":\"Renew your license: [^\"]+\","
              + "\"details\":\\{\"state\":\"MISSING\",\"feature\":\"orders\"},"
              + "\"correlationId\":\"[-0-9a-f]{36}\"}}\\n");

  private static Product product;
  private static String agent;

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @BeforeAll
  static void aProductThatStartsWithoutALicense() throws IOException, InterruptedException {
    product = Product.make();
    agent =
        product.sealed(
            "agent",
            "start.on-missing=gate\ngate.annotations=io.tollgate.api.Licensed,jakarta.ws.rs.POST");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @World(group = "HTTP 402", value = "Tomcat 11")
  void tomcat(Jdk jdk) throws Exception {
    try (ServletShop shop = closed(jdk, List.of("tomcat11"), "shop.OnTomcat")) {
      assertServlets(shop);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @World(group = "HTTP 402", value = "Tomcat 9 (`javax.servlet`)")
  void tomcatWithJavax(Jdk jdk) throws Exception {
    try (ServletShop shop = closed(jdk, List.of("tomcat9"), "shop.OnTomcat")) {
      assertServlets(shop);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @World(group = "HTTP 402", value = "Jetty 12 (EE 10)")
  void jetty(Jdk jdk) throws Exception {
    try (ServletShop shop = closed(jdk, List.of("jetty"), "shop.OnJetty")) {
      assertServlets(shop);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @World(group = "HTTP 402", value = "Undertow 2.3")
  void undertow(Jdk jdk) throws Exception {
    try (ServletShop shop = closed(jdk, List.of("undertow"), "shop.OnUndertow")) {
      assertServlets(shop);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @World(group = "HTTP 402", value = "Spring MVC 7, also behind Spring Boot's filter for WARs")
  void spring(Jdk jdk) throws Exception {
    List<String> folders = List.of("tomcat11", "spring");
    try (ServletShop shop = closed(jdk, folders, "shop.OnTomcat", "shop.SpringPart")) {
      assertAll(
          () -> assertAnswered(shop.get("/spring/plain")),
          () -> assertAnswered(shop.get("/spring/later")),
          () -> assertMine(shop.get("/advised/plain")),
          () -> assertAnswered(shop.get("/boot/plain")),
          () -> assertMine(shop.get("/boot/other")),
          () -> assertQuiet(shop));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @World(group = "HTTP 402", value = "Jersey 4, with `@POST` as a mark too")
  void jersey(Jdk jdk) throws Exception {
    List<String> folders = List.of("tomcat11", "jersey");
    try (ServletShop shop = closed(jdk, folders, "shop.OnTomcat", "shop.JerseyPart")) {
      assertAll(
          () -> assertAnswered(shop.get("/jersey/plain")),
          () -> assertMine(shop.get("/mapped/plain")),
          () -> assertDenied(shop.request("POST", "/jersey/posted")),
          // Another exception: Jersey sends an error, and a call in the error page is denied.
          () -> assertAnswered(shop.get("/jersey/other")),
          () -> assertQuiet(shop));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aLicensedApplicationAnswersAsItDoesWithoutTheAgent(Jdk jdk) throws Exception {
    String token = product.token("good-" + jdk.feature(), Instant.now().plus(Duration.ofDays(400)));
    try (ServletShop shop =
        ServletShop.start(
            jdk, product, agent + "=token.file=" + token, List.of("tomcat11"), "shop.OnTomcat")) {
      for (String path :
          List.of("/plain", "/filtered", "/caught", "/forward", "/async-dispatch", "/generic")) {
        HttpResponse<String> response = shop.get(path);
        assertEquals("200 ordered", response.statusCode() + " " + response.body(), path);
      }
      assertEquals("halfordered", shop.get("/include").body());
      assertEquals(201, shop.get("/written").statusCode());
    }
  }

  private static ServletShop closed(Jdk jdk, List<String> folders, String... main)
      throws Exception {
    return ServletShop.start(jdk, product, agent + "=token.file=nowhere", folders, main);
  }

  private static void assertServlets(ServletShop shop) {
    assertAll(
        () -> assertEquals("open", shop.get("/open").body()),
        () -> assertAnswered(shop.get("/plain")),
        () -> assertAnswered(shop.get("/filtered")),
        () -> assertAnswered(shop.get("/generic")),
        () -> assertAnswered(shop.get("/wrapped")),
        () -> assertMine(shop.get("/caught")),
        () -> assertMine(shop.get("/own-service")),
        () -> assertAnswered(shop.get("/forward")),
        () -> assertAnswered(shop.get("/include")),
        () -> assertMine(shop.get("/forward-caught")),
        () -> assertHead(shop.request("HEAD", "/plain")),
        () -> assertKept(shop.get("/written")),
        () -> assertBody(shop.get("/writer")),
        () -> assertAnswered(shop.get("/length")),
        () -> assertNotCompressed(shop.get("/compressed")),
        () -> assertCommitted(shop),
        () -> assertAnswered(shop.get("/async-dispatch")),
        () -> assertAnswered(shop.get("/async-begun")),
        // Of another exception the server makes an error dispatch, in which a call is denied.
        () -> assertAnswered(shop.get("/other")),
        () -> assertQuiet(shop));
  }

  private static void assertAnswered(HttpResponse<String> response) {
    assertBody(response);
    String type = response.headers().firstValue("content-type").orElse("");
    assertEquals("application/json;charset=utf-8", type.toLowerCase(java.util.Locale.ROOT));
  }

  /** By a mark that names no feature. */
  private static void assertDenied(HttpResponse<String> response) {
    assertEquals(PAYMENT_REQUIRED, response.statusCode(), () -> describe(response));
    assertTrue(response.body().contains("\"TG-LIC-0001\""), () -> describe(response));
    assertTrue(response.body().contains("{\"state\":\"MISSING\"}"), () -> describe(response));
  }

  /** A writer that was taken keeps its charset; the body is ASCII. */
  private static void assertBody(HttpResponse<String> response) {
    assertEquals(PAYMENT_REQUIRED, response.statusCode(), () -> describe(response));
    assertTrue(BODY.matcher(response.body()).matches(), () -> describe(response));
    String type = response.headers().firstValue("content-type").orElse("");
    assertTrue(type.startsWith("application/json"), () -> describe(response));
    assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
  }

  private static void assertHead(HttpResponse<String> response) {
    assertEquals(PAYMENT_REQUIRED, response.statusCode(), () -> describe(response));
    assertEquals("", response.body());
  }

  private static void assertKept(HttpResponse<String> response) {
    assertAnswered(response);
    assertEquals("kept", response.headers().firstValue("x-kept").orElse(""));
  }

  private static void assertNotCompressed(HttpResponse<String> response) {
    assertAnswered(response);
    assertTrue(response.headers().firstValue("content-encoding").isEmpty());
  }

  /** What was sent was sent: the server cuts the response off, or ends it. */
  private static void assertCommitted(ServletShop shop) throws InterruptedException {
    try {
      HttpResponse<String> response = shop.get("/committed");
      assertEquals(200, response.statusCode());
      assertFalse(response.body().contains("TG-"), response.body());
    } catch (IOException cutOff) {
      assertFalse(String.valueOf(cutOff.getMessage()).isEmpty());
    }
  }

  private static void assertMine(HttpResponse<String> response) {
    assertEquals(MINE, response.statusCode(), () -> describe(response));
    assertEquals("mine", response.body());
  }

  /** Nothing could not be woven, and the JVM did not have to help itself. */
  private static void assertQuiet(ServletShop shop) {
    String said = shop.said();
    assertFalse(said.contains("TG-SYS-"), said);
    assertFalse(said.contains("ASSERTION FAILED"), said);
    assertFalse(said.contains("CircularityError"), said);
    assertFalse(said.contains("VerifyError"), said);
  }

  private static String describe(HttpResponse<String> response) {
    return response.uri()
        + " "
        + response.statusCode()
        + " "
        + response.headers()
        + "\n"
        + response.body();
  }
}
