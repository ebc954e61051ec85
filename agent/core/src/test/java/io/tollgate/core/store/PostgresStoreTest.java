package io.tollgate.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.core.settings.StoreSettings;
import io.tollgate.core.store.Admission.Outcome;
import io.tollgate.core.system.HandClock;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.license.ErrorCode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a real PostgreSQL, several connections at a time. */
class PostgresStoreTest extends StoreContract {
  @TempDir private Path folder;

  private PostgresServer server;
  private String url;

  @BeforeEach
  void findServer() throws Exception {
    Optional<PostgresServer> found = PostgresServer.shared();
    assumeTrue(found.isPresent());
    server = found.get();
    url = server.emptyPlace();
  }

  @Override
  Store another(String product) {
    return open(settings(url), product);
  }

  @Override
  Store newlyLoaded() {
    return another("Acme");
  }

  private static StoreSettings settings(String url) {
    return new StoreSettings(Optional.of(url), Optional.empty(), Optional.empty());
  }

  private static Store open(StoreSettings settings, String product) {
    return Stores.postgres(
        settings, product, new LibraryJars(), new LocalFiles(), new SystemClock());
  }

  private Connection connection() throws Exception {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    return connection;
  }

  private static Schema schema(String... steps) {
    return new Schema(List.of(steps));
  }

  private static void bring(Connection connection, Schema schema) throws Exception {
    schema.bring(connection, new Named());
  }

  /** A database of which only the name is asked. */
  private static final class Named implements Database {
    @Override
    public String name() {
      return "here";
    }

    @Override
    public Connection connect() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String scrub(String message) {
      return message;
    }
  }

  @Test
  void aDatabaseOfTheFirstVersionIsBroughtToTheNewest() throws Exception {
    try (InputStream first =
            Objects.requireNonNull(Schema.class.getResourceAsStream("schema-1.sql"));
        Connection connection = connection()) {
      bring(connection, schema(new String(first.readAllBytes(), StandardCharsets.UTF_8)));
    }
    try (Store store = another("Acme")) {
      assertTrue(store.meters().time(5, OptionalLong.empty()) > 5);
    }
  }

  @Test
  void jvmsThatStartAtOnceMigrateOnceFromNothingAndFromTheVersionBefore() throws Exception {
    String first = "CREATE TABLE one (n BIGINT);\nINSERT INTO one (n) VALUES (1);\n";
    String second = "-- doubles what is there\nINSERT INTO one (n) SELECT n + 1 FROM one;\n";
    for (Schema schema : List.of(schema(first), schema(first, second))) {
      List<Callable<Boolean>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starts.add(
            () -> {
              try (Connection connection = connection()) {
                bring(connection, schema);
              }
              return true;
            });
      }
      atOnce(starts);
    }
    try (Connection connection = connection();
        var rows = connection.createStatement().executeQuery("SELECT n FROM one ORDER BY n")) {
      assertTrue(rows.next());
      assertEquals(1, rows.getLong(1));
      assertTrue(rows.next());
      assertEquals(2, rows.getLong(1));
      assertFalse(rows.next());
    }
  }

  @Test
  void aMigrationThatFailsLeavesNothingBehind() throws Exception {
    try (Connection connection = connection()) {
      org.junit.jupiter.api.Assertions.assertThrows(
          java.sql.SQLException.class,
          () -> bring(connection, schema("CREATE TABLE one (n BIGINT);\nSELECT nonsense;\n")));
      bring(connection, schema("CREATE TABLE one (n BIGINT);\n"));
    }
  }

  @Test
  void timeIsTheDatabasesAndNeverGoesBack() throws Exception {
    MeterRows meters = store().meters();
    long before = System.currentTimeMillis();
    long now = meters.time(5, OptionalLong.of(7));
    assertTrue(now >= before - 1 && now <= System.currentTimeMillis() + 1, now + "");
    long ahead = now + 1_000_000;
    PostgresServer.execute(url, "UPDATE tollgate_time SET mark = " + ahead);
    assertEquals(ahead, meters.time(5, OptionalLong.empty()));
    assertEquals(ahead + 9, meters.time(5, OptionalLong.of(ahead + 9)));
    assertEquals(ahead + 9, store().meters().time(5, OptionalLong.empty()));
  }

  @Test
  void aSchemaOfANewerAgentIsRefused() throws Exception {
    store().license();
    PostgresServer.execute(url, "INSERT INTO tollgate_schema (version) VALUES (99)");
    StoreException e = assertFails(ErrorCode.STORE_NEWER, () -> store().license());
    assertTrue(e.refusal().detail().contains("version 99"), e.refusal().detail());
  }

  @Test
  void aUserWithoutTheRightToMakeTablesUsesWhatIsThere() throws Exception {
    store().license();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    String user = "user_" + schema;
    PostgresServer.execute(
        url,
        "CREATE USER "
            + user
            + "; GRANT USAGE ON SCHEMA "
            + schema
            + " TO "
            + user
            + "; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
            + schema
            + " TO "
            + user);
    Store store = open(settings(url.replace("user=tollgate", "user=" + user)), "Acme");
    assertEquals(Outcome.NEW, store.meters().admit("cap", "a", 1, 1).outcome());
    store.close();
  }

  @Test
  void aDatabaseThatIsStoppedIsAwayAndIsUsedAgainWhenItIsBack() throws Exception {
    HandClock clock = new HandClock(0);
    Store store =
        Stores.postgres(settings(url), "Acme", new LibraryJars(), new LocalFiles(), clock);
    assertEquals(Outcome.NEW, store.meters().admit("cap", "a", 2, 1).outcome());
    server.stop();
    try {
      StoreException e =
          assertFails(ErrorCode.STORE_AWAY, () -> store.meters().admit("cap", "b", 2, 1));
      assertTrue(e.refusal().detail().contains("127.0.0.1"), e.refusal().detail());
    } finally {
      server.start();
    }
    // It is not asked again for a moment after it was away.
    clock.move(10_000);
    assertEquals(Outcome.NEW, store.meters().admit("cap", "b", 2, 1).outcome());
    assertEquals(new Keys(List.of("a", "b"), 2, 2, 0), store.meters().keys("cap", 0));
    store.close();
  }

  @Test
  void aConnectionThatWasLostBetweenTwoCallsIsMadeAnewByTheSecond() throws Exception {
    Store store = store();
    store.meters().admit("cap", "a", 2, 1);
    server.stop();
    server.start();
    assertEquals(Outcome.KNOWN, store.meters().admit("cap", "a", 2, 1).outcome());
  }

  @Test
  void aPortThatNobodyListensAtIsAway() throws Exception {
    Store store = open(settings("jdbc:postgresql://127.0.0.1:1/x?password=geheim"), "Acme");
    StoreException e = assertFails(ErrorCode.STORE_AWAY, store::license);
    assertFalse(e.refusal().message().contains("geheim"), e.refusal().message());
    assertTrue(e.refusal().message().contains("jdbc:postgresql://127.0.0.1:1/x"));
  }

  @Test
  void noMessageShowsThePasswordWhateverIsWrongWithTheUrl() {
    for (String wrong :
        List.of(
            "jdbc:postgresql://127.0.0.1:port/x?password=geheim",
            "jdbc:postgresql://127.0.0.1:1/x?password=geheim&sslmode=nonsense",
            "jdbc:postgresql:?password=geheim&%zz")) {
      StoreException e =
          org.junit.jupiter.api.Assertions.assertThrows(
              StoreException.class, () -> open(settings(wrong), "Acme").license());
      assertFalse(e.refusal().message().contains("geheim"), e.refusal().message());
    }
  }

  @Test
  void thePasswordIsReadAnewForEachConnection() throws Exception {
    PostgresServer.execute(url, "SELECT 1");
    Path file = folder.resolve("password");
    StoreSettings settings =
        new StoreSettings(Optional.of(url), Optional.empty(), Optional.of(file.toString()));
    Store store = open(settings, "Acme");
    StoreException absent = assertFails(ErrorCode.STORE_FAILED, store::license);
    assertTrue(absent.refusal().detail().contains("does not exist"), absent.refusal().detail());
    Files.writeString(file, "geheim\n");
    store.close();
    assertEquals(LicenseRow.NONE, store.license());
    store.close();
  }

  @Test
  void aDatabaseOfAnotherEncodingIsRefused() throws Exception {
    PostgresServer.execute(
        server.url("postgres"),
        "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    StoreException e =
        assertFails(
            ErrorCode.STORE_FAILED, () -> open(settings(server.url("latin")), "Acme").license());
    assertTrue(e.refusal().detail().contains("UTF8"), e.refusal().detail());
  }

  @Test
  void whatABlockedRowKeepsWaitingEndsInTime() throws Exception {
    Store store = store();
    store.meters().admit("cap", "a", 2, 1);
    try (Connection holder = connection()) {
      holder.createStatement().executeQuery("SELECT used FROM tollgate_cap FOR UPDATE");
      long begin = System.nanoTime();
      assertFails(ErrorCode.STORE_FAILED, () -> store.meters().admit("cap", "b", 2, 1));
      long seconds = (System.nanoTime() - begin) / 1_000_000_000;
      assertTrue(seconds >= 3 && seconds < 10, seconds + " s");
      holder.rollback();
    }
    assertEquals(Outcome.NEW, store.meters().admit("cap", "b", 2, 1).outcome());
  }
}
