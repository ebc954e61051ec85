package io.tollgate.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the audit log over HTTP. */
class EndpointAuditTest {
  private static final String PATH = "/license/audit";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer " + Site.SECRET;

  @TempDir private Path folder = Path.of("");

  private Site site() throws IOException, InterruptedException {
    return Site.of(folder, "", Site.claims(5, ""));
  }

  private static String line(int number, int length) {
    return "{\"id\":" + number + ",\"metadata\":{\"message\":\"" + "x".repeat(length) + "\"}}";
  }

  /** The ids of an answer's entries. */
  private static List<String> ids(HttpResponse<String> response) throws Exception {
    assertEquals(200, response.statusCode(), response.body());
    assertEquals(
        List.of("application/json; charset=utf-8"), response.headers().allValues("Content-Type"));
    String object = "{\"entries\":" + response.body() + "}";
    List<String> ids = new ArrayList<>();
    for (Object entry :
        Json.object(object.getBytes(StandardCharsets.UTF_8)).array("entries").orElseThrow()) {
      ids.add(((JsonObject) entry).stringOrNumber("id").orElse("-"));
    }
    return ids;
  }

  private static void assertError(HttpResponse<String> response, int status, String code) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().startsWith("{\"error\":{\"code\":\"" + code + "\""));
  }

  @Test
  void theEntriesAreThoseOfTheLogAsTheyStand() throws Exception {
    try (Site site = site()) {
      String token = Site.token(Site.claims(300, "").replace("lic-1", "lic-2"));
      site.put("/license", token, AUTHORIZATION, BEARER, "User-Agent", "<img>");
      site.put("/license", "x", AUTHORIZATION, BEARER);
      String log = Files.readString(site.audit);
      assertEquals(
          "[" + log.strip().replace("\n", ",") + "]\n",
          site.get(PATH, AUTHORIZATION, BEARER).body());
      assertEquals(2, log.lines().count());
    }
  }

  @Test
  void theNewestComeLastAndNoMoreThanAskedFor() throws Exception {
    try (Site site = site()) {
      StringBuilder log = new StringBuilder();
      for (int i = 1; i <= 300; i++) {
        log.append(line(i, 10)).append('\n');
      }
      Files.writeString(site.audit, log + "{\"id\":301,\"half");
      assertEquals(List.of("299", "300"), ids(site.get(PATH + "?last=2", AUTHORIZATION, BEARER)));
      assertEquals(50, ids(site.get(PATH, AUTHORIZATION, BEARER)).size());
      List<String> all = ids(site.get(PATH + "?last=200", AUTHORIZATION, BEARER));
      assertEquals(200, all.size());
      assertEquals("101", all.get(0));
    }
  }

  @Test
  void noMoreThanAQuarterOfAMegabyteIsRead() throws Exception {
    try (Site site = site()) {
      StringBuilder log = new StringBuilder();
      for (int i = 1; i <= 20; i++) {
        log.append(line(i, 30_000)).append('\n');
      }
      Files.writeString(site.audit, log);
      HttpResponse<String> response = site.get(PATH, AUTHORIZATION, BEARER);
      assertEquals(List.of("13", "14", "15", "16", "17", "18", "19", "20"), ids(response));
      assertTrue(response.body().length() < 256 * 1024);
    }
  }

  @Test
  void aLineThatSomebodyBrokeBreaksNoOther() throws Exception {
    try (Site site = site()) {
      String token = Site.token(Site.claims(300, ""));
      Files.writeString(
          site.audit,
          line(1, 1) + "\n\"},{\"id\":\"forged\n" + token + "\nno \"entry\"\n" + line(2, 1) + "\n");
      HttpResponse<String> response = site.get(PATH, AUTHORIZATION, BEARER);
      assertEquals(List.of("1", "-", "-", "-", "2"), ids(response));
      assertTrue(response.body().contains("{\"broken\":\"no \\\"entry\\\"\"}"), response.body());
      assertFalse(response.body().contains(token.substring(60, 80)), response.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "last",
        "last=",
        "last=0",
        "last=201",
        "last=+5",
        "last=1000",
        "last=5&x",
        "Last=5"
      })
  void aQueryThatIsNotUnderstoodIsAnError(String query) throws Exception {
    try (Site site = site()) {
      Files.writeString(site.audit, line(1, 1) + "\n");
      assertError(site.get(PATH + "?" + query, AUTHORIZATION, BEARER), 400, "TG-SYS-0045");
    }
  }

  @Test
  void withoutAStateFolderTheEntriesAreThoseThatAllJvmsPutIntoTheStore() throws Exception {
    try (Site site = Site.withoutAuditFile(folder)) {
      site.store.append(List.of(line(1, 1), line(2, 1), line(3, 1)));
      assertEquals(List.of("2", "3"), ids(site.get(PATH + "?last=2", AUTHORIZATION, BEARER)));
      List<String> long30 = new ArrayList<>();
      for (int i = 4; i <= 20; i++) {
        long30.add(line(i, 30_000));
      }
      site.store.append(long30);
      assertEquals(
          List.of("13", "14", "15", "16", "17", "18", "19", "20"),
          ids(site.get(PATH, AUTHORIZATION, BEARER)));
    }
  }

  @Test
  void aStoreThatIsAwayIsSaidToBe() throws Exception {
    try (Site site = Site.withoutAuditFile(folder)) {
      site.store.append(List.of(line(1, 1)));
      site.store.close();
      try (var files = Files.list(folder.resolve("state"))) {
        for (Path one : files.toList()) {
          Files.write(one, "something else\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        }
      }
      HttpResponse<String> response = site.get(PATH, AUTHORIZATION, BEARER);
      assertError(response, 503, "TG-SYS-0054");
    }
  }

  @Test
  void withoutALogThereIsACode() throws Exception {
    try (Site site = site()) {
      HttpResponse<String> response = site.get(PATH, AUTHORIZATION, BEARER);
      assertError(response, 404, "TG-SYS-0046");
      assertTrue(response.body().contains("does not exist"), response.body());
      Files.createDirectory(site.audit);
      assertError(site.get(PATH, AUTHORIZATION, BEARER), 404, "TG-SYS-0046");
    }
  }

  @Test
  void theLogIsForThoseWithTheToken() throws Exception {
    try (Site site = site()) {
      Files.writeString(site.audit, line(1, 1) + "\n");
      assertError(site.get(PATH), 401, "TG-SYS-0033");
      assertError(site.get(PATH, AUTHORIZATION, "Bearer wrong"), 401, "TG-SYS-0033");
      assertEquals(405, site.send("DELETE", PATH, AUTHORIZATION, BEARER).statusCode());
      assertEquals(200, site.send("HEAD", PATH, AUTHORIZATION, BEARER).statusCode());
    }
  }
}
