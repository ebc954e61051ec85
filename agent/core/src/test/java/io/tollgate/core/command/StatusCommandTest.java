package io.tollgate.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {
  private static final String STATUS =
      "{\"kind\":\"licensed\",\"state\":\"VALID\",\"licenseId\":\"lic-1\",\"customerId\":\"Acme\","
          + "\"expiresAt\":\"2027-04-01T00:00:00.000Z\",\"graceEndsAt\":\"2027-06-30T00:00:00.000Z\","
          + "\"daysUntilExpiry\":128,\"product\":\"Acme Orders\",\"open\":true,\"gatesWoven\":12,"
          + "\"denied\":{\"export\":3,\"\":1},\"rejected\":{\"TG-TOK-0006\":2},"
          + "\"store\":{\"at\":\"jdbc:postgresql://db/orders?...\",\"reached\":false,"
          + "\"since\":\"2026-11-23T12:00:00.000Z\"},"
          + "\"vendorReachedAt\":\"2026-11-23T00:00:00.000Z\",\"clockBehindMs\":7200000";

  private final Operator operator = new Operator().at("2026-11-24T00:10:00Z");
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int answer = 200;
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = (STATUS + "}").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(answer, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"licensed, 0", "grace, 3", "evaluation, 1", "invalid, 1"})
  void theExitStatusSaysWhatKindOfLicenseThereIs(String kind, int status) throws IOException {
    write(STATUS.replace("licensed", kind), "2026-11-24T00:09:00.000Z");
    assertEquals(status, operator.run("status", "--state-dir", folder.toString()));
    assertEquals("", operator.err());
  }

  @Test
  void aProgramGetsTheObjectAsItWasWrittenAndItsAge() throws Exception {
    write(STATUS, "2026-11-24T00:07:59.500Z");
    assertEquals(0, operator.run("status", "--state-dir", folder.toString()));
    JsonObject json = Json.object(operator.out().getBytes(StandardCharsets.UTF_8));
    assertEquals(Optional.of(new JsonNumber("120")), json.number("ageSeconds"));
    assertEquals(Optional.of("lic-1"), json.string("licenseId"));
    assertTrue(operator.out().startsWith(STATUS), operator.out());
  }

  @Test
  void aPersonGetsText() throws IOException {
    write(STATUS, "2026-11-24T00:07:59.000Z");
    operator.atATerminal();
    assertEquals(0, operator.run("status", "--state-dir", folder.toString()));
    assertEquals(
        """
        Acme Orders: licensed (VALID)

          Customer     Acme
          License      lic-1
          Expires      2027-04-01 00:00:00 UTC
          Days left    128
          Gates close  2027-06-30 00:00:00 UTC
          Gates        open, 12 woven
          Denied       export 3, without a feature 1
          Rejected     TG-TOK-0006 2
          Store        jdbc:postgresql://db/orders?..., out of reach since 2026-11-23 12:00:00 UTC
          Vendor       reached 2026-11-23 00:00:00 UTC
          Clock        2 hours behind
          Written      2 minutes ago
        """,
        operator.out());
    assertEquals(0, operator.run("status", "--json", "--state-dir", folder.toString()));
    assertTrue(operator.out().startsWith("{"), operator.out());
  }

  @Test
  void aFileThatNobodyHasWrittenForLongIsShownAndIsNoAnswer() throws IOException {
    write(STATUS, "2026-11-24T00:04:59.000Z");
    assertEquals(2, operator.run("status", "--state-dir", folder.toString()));
    assertTrue(operator.out().startsWith(STATUS), operator.out());
    assertTrue(operator.err().startsWith("TG-SYS-0023 "), operator.err());
    assertTrue(operator.err().contains(" 5 minutes ago."), operator.err());
    assertEquals(1, operator.err().lines().count());
    write(STATUS, "2026-11-24T00:05:00.000Z");
    assertEquals(0, operator.run("status", "--state-dir", folder.toString()));
  }

  @Test
  void theSettingNamesTheFolderAsForTheAgent() throws IOException {
    write(STATUS, "2026-11-24T00:09:00.000Z");
    operator.with("TOLLGATE_STATE_DIR", folder.toString());
    assertEquals(0, operator.run("status"));
  }

  @Test
  void whereThereIsNothingToReadOneLineSaysWhatToName() throws IOException {
    assertNoAnswer("status");
    assertNoAnswer("status", "--state-dir", folder.toString());
    Files.writeString(folder.resolve("status.json"), "half a stat");
    assertNoAnswer("status", "--state-dir", folder.toString());
    Files.writeString(folder.resolve("status.json"), "{\"writtenAt\":\"yesterday\"}");
    assertNoAnswer("status", "--state-dir", folder.toString());
  }

  @Test
  void theEndpointIsAskedWithTheAdminToken() throws IOException {
    assertEquals(
        0, operator.run("status", "--url", url(), "--admin-token-file", token("s3cret\n")));
    assertEquals(List.of("GET /license/status Bearer s3cret"), asked);
    assertTrue(operator.out().startsWith(STATUS), operator.out());
    assertFalse(operator.out().contains("ageSeconds"));
  }

  @Test
  void settingsNameTheEndpointAndTheTokenToo() throws IOException {
    operator
        .with("TOLLGATE_HTTP", "0.0.0.0:" + server.getAddress().getPort())
        .with("TOLLGATE_ADMIN_TOKEN_FILE", token("s3cret"))
        .with("TOLLGATE_STATE_DIR", folder.resolve("gone").toString());
    assertEquals(0, operator.run("status"));
    assertEquals(1, asked.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 404, 500})
  void anEndpointThatDoesNotAnswerIsNoAnswerAndTheTokenStaysSecret(int status) throws IOException {
    answer = status;
    assertNoAnswer("status", "--url", url(), "--admin-token-file", token("s3cret"));
    assertEquals(1, asked.size());
    server.stop(0);
    assertNoAnswer("status", "--url", url(), "--admin-token-file", token("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://license.example.com:9465",
        "http://127.0.0.1.example.com",
        "http://user@127.0.0.1:9465",
        "ftp://127.0.0.1",
        "127.0.0.1:9465",
        "http://[::1",
        "file:///etc/passwd"
      })
  void theTokenGoesToThisMachineOrByHttpsOnly(String url) throws IOException {
    assertEquals(2, operator.run("status", "--url", url, "--admin-token-file", token("s3cret")));
    assertTrue(operator.err().startsWith("TG-CFG-0010 --url "), operator.err());
    assertEquals(List.of(), asked);
  }

  @Test
  void withoutATokenTheEndpointIsNotAsked() throws IOException {
    assertEquals(2, operator.run("status", "--url", url()));
    assertTrue(operator.err().contains("--admin-token-file"), operator.err());
    assertEquals(
        2, operator.run("status", "--url", url(), "--admin-token-file", token("two words")));
    assertTrue(operator.err().startsWith("TG-CFG-0011 "), operator.err());
    assertEquals(List.of(), asked);
  }

  private void assertNoAnswer(String... arguments) {
    assertEquals(2, operator.run(arguments), operator.out());
    assertTrue(operator.err().startsWith("TG-SYS-0022 "), operator.err());
    assertEquals(1, operator.err().lines().count());
    assertFalse(operator.err().contains("s3cret"), operator.err());
    assertEquals("", operator.out());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String token(String text) throws IOException {
    return Files.writeString(folder.resolve("admin"), text).toString();
  }

  private void write(String status, String at) throws IOException {
    Files.writeString(folder.resolve("status.json"), status + ",\"writtenAt\":\"" + at + "\"}\n");
  }
}
