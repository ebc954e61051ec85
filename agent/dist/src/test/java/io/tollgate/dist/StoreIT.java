package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.core.store.PostgresServer;
import io.tollgate.core.store.TestStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Replicas that share a store in a real PostgreSQL. */
@ResourceLock(TestStores.LOCK)
class StoreIT {
  private static final Pattern CREATED = Pattern.compile("\"createdAt\":\"([^\"]+)\"");
  private static final String OPEN = "open a b";
  private static final Duration YEARS = Duration.ofDays(900);
  private static final Product PRODUCT = Product.make();
  private static Issuer issuer;

  private PostgresServer server;
  private String url;
  private int folders;

  @BeforeAll
  static void seal() throws Exception {
    issuer = Issuer.of(PRODUCT);
    PRODUCT.sealed("store", "start.on-missing=gate\n");
  }

  @BeforeEach
  void findServer() throws Exception {
    Optional<PostgresServer> found = PostgresServer.shared();
    assumeTrue(found.isPresent());
    server = found.get();
    url = server.emptyPlace();
  }

  private Host start(String settings) throws Exception {
    return start(Jdk.ofTheseTests(), settings);
  }

  private Host start(Jdk jdk, String settings) throws Exception {
    return Host.start(
        jdk,
        Map.of("TOLLGATE_STORE", url),
        PRODUCT.path("store.jar") + "=token.file=" + PRODUCT.path("nothing") + settings);
  }

  private String newFolder() throws Exception {
    return Files.createTempDirectory(PRODUCT.folder(), "state" + folders++).toString();
  }

  private static String token(String jti, Instant iat) {
    return issuer.token(jti, iat, Instant.now().plus(YEARS));
  }

  private void put(String token) throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE tollgate_license SET revision = revision + 1, token = ?")) {
        update.setString(1, token);
        if (update.executeUpdate() > 0) {
          return;
        }
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO tollgate_license (product, revision, token, stored_at, stored_by)"
                  + " VALUES ('Acme Orders', 1, ?, 0, 'test')")) {
        insert.setString(1, token);
        insert.executeUpdate();
      }
    }
  }

  private List<String> audit() throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement =
            connection.prepareStatement("SELECT line FROM tollgate_audit ORDER BY place");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        lines.add(row.getString(1));
      }
    }
    return lines;
  }

  private List<String> auditOf(String... texts) throws Exception {
    return audit().stream()
        .filter(line -> List.of(texts).stream().allMatch(line::contains))
        .toList();
  }

  /** Waits until the shared audit log holds so many such lines. */
  private List<String> awaitAudit(int count, String... texts) throws Exception {
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (auditOf(texts).size() < count) {
      assertTrue(System.nanoTime() < deadline, () -> List.of(texts) + " not in " + lines());
      Thread.sleep(50);
    }
    return auditOf(texts);
  }

  private String lines() {
    try {
      return audit().toString();
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  void allReplicasSeeWhatIsPutIntoTheStoreWithinTwoSeconds() throws Exception {
    try (Host one = start(",state.dir=" + newFolder());
        Host two = start("")) {
      one.awaitGates(0, "closed TG-LIC-0001");
      two.awaitGates(0, "closed TG-LIC-0001");
      awaitAudit(2, "LICENSE_REJECTED", "TG-LIC-0001");
      for (String jti : List.of("first", "renewed")) {
        Instant put = Instant.now();
        put(token(jti, put));
        for (String line : awaitAudit(2, "\"resourceId\":\"" + jti + "\"")) {
          Matcher created = CREATED.matcher(line);
          assertTrue(created.find(), line);
          long took = Duration.between(put, Instant.parse(created.group(1))).toMillis();
          assertTrue(took <= 2_000, took + " ms: " + line);
        }
      }
      assertEquals(OPEN, one.gates());
      assertEquals(OPEN, two.gates());
    }
  }

  @Test
  void aStoreThatIsAwayChangesNothingIsToldOnceAndCatchesUp() throws Exception {
    String state = newFolder();
    try (Host host = start(",state.dir=" + state)) {
      host.awaitGates(0, "closed TG-LIC-0001");
      awaitAudit(1, "TG-LIC-0001");
      put(token("first", Instant.now()));
      host.awaitGates(0, OPEN);
      awaitAudit(1, "\"resourceId\":\"first\"");
      int mark = host.mark();
      server.stop();
      try (Host restarted = restartedWhileAway(host, mark, state)) {
        server.start();
        host.awaitErr(mark, "the store is there again");
        restarted.awaitErr(0, "the store is there again");
        awaitAudit(2, "TG-SYS-0051");
        awaitAudit(2, "the store is there again");
      }
      assertEquals(OPEN, host.gates());
      host.assertErr(mark, "TG-SYS-0051", "the store is there again");
    }
  }

  /** A start without the store goes by what the one before has seen. */
  private Host restartedWhileAway(Host host, int mark, String state) throws Exception {
    host.awaitErr(mark, "TG-SYS-0051");
    Host restarted = start(",state.dir=" + state);
    restarted.awaitGates(0, OPEN);
    restarted.awaitErr(0, "TG-SYS-0051");
    return restarted;
  }

  @Test
  void aFirstStartThatWouldFailAsksTheStore() throws Exception {
    try (Host first = start("")) {
      first.awaitGates(0, "closed TG-LIC-0001");
      awaitAudit(1, "TG-LIC-0001");
    }
    put(token("first", Instant.now()));
    try (Host second = start("")) {
      second.awaitGates(0, OPEN);
      assertEquals(List.of(OPEN), second.gatesSince(0));
      assertEquals(List.of(), second.err(0));
    }
  }

  @Test
  void aDenylistThatOneReplicaReadCountsForAll() throws Exception {
    Path list = Path.of(newFolder(), "denylist");
    PRODUCT.sealed("listed", "start.on-missing=gate\ndenylist.file=" + list + "\n");
    Files.writeString(list, issuer.denylist(1));
    try (Host one = listed()) {
      one.awaitGates(0, "closed TG-LIC-0001");
      awaitAudit(1, "TG-LIC-0001");
      put(token("taken-back", Instant.now()));
      one.awaitGates(0, OPEN);
      Files.delete(list);
      one.awaitErr(0, "TG-LIC-0007");
      putDenylist(2, issuer.denylist(2, "taken-back"));
      one.awaitGates(0, "closed TG-LIC-0006");
      int mark = one.mark();
      putDenylist(3, "not signed");
      putDenylist(4, issuer.denylist(1));
      put(token("another", Instant.now()));
      one.awaitGates(mark, OPEN);
      put(token("taken-back", Instant.now().plusSeconds(1)));
      one.awaitErr(mark, "TG-LIC-0006");
      assertEquals(OPEN, one.gates());
    }
  }

  private Host listed() throws Exception {
    return Host.start(
        Jdk.ofTheseTests(),
        Map.of("TOLLGATE_STORE", url),
        PRODUCT.path("listed.jar") + "=poll=PT1S,token.file=" + PRODUCT.path("nothing"));
  }

  private void putDenylist(long seq, String list) throws Exception {
    String text =
        java.util.Base64.getEncoder()
            .encodeToString(list.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    PostgresServer.execute(
        url, "UPDATE tollgate_denylist SET seq = " + seq + ", list = '" + text + "'");
  }

  @Test
  void aRuntimeWithoutJavaSqlRunsOnAndSaysSo() throws Exception {
    Jdk jdk = Jdk.ofTheseTests();
    String runtime = PRODUCT.path("runtime");
    Run.of(
            List.of(
                jdk.tool("jlink"),
                "--add-modules",
                "java.base,java.instrument,java.management",
                "--output",
                runtime),
            Map.of(),
            PRODUCT.folder())
        .assertStatus(0);
    Path token =
        Files.writeString(PRODUCT.folder().resolve("mounted"), token("mounted", Instant.now()));
    Service host =
        Service.start(
            List.of(
                runtime + "/bin/java",
                "-Dtollgate.store=" + url,
                "-javaagent:" + PRODUCT.path("store.jar") + "=token.file=" + token,
                "-cp",
                PRODUCT.path("classes") + java.io.File.pathSeparator + Product.API,
                "Main",
                "OPEN"),
            PRODUCT.folder());
    try (host) {
      host.await("it says so", () -> host.err().contains("TG-SYS-0054"));
      assertTrue(host.err().contains("no module java.sql"), host.err());
      assertEquals("OPEN\nOPEN\n", host.out());
    }
  }
}
