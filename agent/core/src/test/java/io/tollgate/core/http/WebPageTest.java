package io.tollgate.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages as files, and as they are served. */
class WebPageTest {
  private static final Path CHECKER = Path.of(System.getProperty("tollgate.docs"), "checker.html");
  private static final Path ADMIN = Path.of("src", "main", "pages", "admin.html");

  @TempDir private Path folder = Path.of("");

  static List<Arguments> pages() {
    return List.of(arguments(CHECKER, "'none'"), arguments(ADMIN, "'self'"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageAllowsItsOwnScriptAndStyleAndNothingElse(Path file, String connections)
      throws IOException {
    String page = Files.readString(file);
    assertEquals(
        "default-src 'none'; script-src '"
            + hashOf("script", page)
            + "'; style-src '"
            + hashOf("style", page)
            + "'; connect-src "
            + connections
            + "; base-uri 'none'; form-action 'none'",
        policyOf(page),
        file
            + " does not allow the script and the style that it has: take the policy that was"
            + " expected");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageIsOneFile(Path file) throws IOException {
    String page = Files.readString(file);
    for (String other : List.of(" src=", " href=", "@import", "url(", "://", " style=", " on")) {
      assertFalse(
          Pattern.compile(other.equals(" on") ? "<[^>]* on[a-z]+=" : Pattern.quote(other))
              .matcher(page)
              .find(),
          file + " has" + other);
    }
  }

  static List<Arguments> paths() {
    return List.of(arguments("/checker", CHECKER), arguments("/", ADMIN));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPageIsServedAsItIsToWhoeverAsks(String path, Path file) throws Exception {
    try (Site site = Site.of(folder, "", "")) {
      HttpResponse<String> response = site.get(path + "?x=y");
      assertEquals(200, response.statusCode());
      String page = Files.readString(file);
      assertEquals(page, response.body());
      assertHeader("text/html; charset=utf-8", response, "Content-Type");
      assertHeader(
          policyOf(page) + "; frame-ancestors 'none'", response, "Content-Security-Policy");
      assertHeader("nosniff", response, "X-Content-Type-Options");
      assertHeader("no-referrer", response, "Referrer-Policy");
      assertHeader("no-store", response, "Cache-Control");
    }
  }

  @Test
  void aStuckAgentServesThemToo() throws Exception {
    try (Site site = Site.of(folder, "", "")) {
      synchronized (site.keeper) {
        assertEquals(200, site.get("/checker").statusCode());
        assertEquals(200, site.get("/").statusCode());
      }
    }
  }

  private static void assertHeader(String value, HttpResponse<String> response, String name) {
    assertEquals(List.of(value), response.headers().allValues(name));
  }

  private static String policyOf(String page) {
    return only("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"", page);
  }

  /** Of the one element of that name (CSP 3, section 6.7.3.3). */
  private static String hashOf(String element, String page) {
    String text = only("<" + element + ">(.*?)</" + element + ">", page);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String only(String pattern, String page) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    assertTrue(matcher.find(), "there is no " + pattern);
    String found = matcher.group(1);
    assertFalse(matcher.find(), "there are two of " + pattern);
    return found;
  }
}
