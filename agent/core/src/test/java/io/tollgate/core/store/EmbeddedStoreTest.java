package io.tollgate.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.store.Admission.Outcome;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.license.ErrorCode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in a file. Its products share a JVM's only connection, so each has a folder here. */
class EmbeddedStoreTest extends StoreContract {
  @TempDir private Path folder;

  private final Map<String, Store> stores = new HashMap<>();

  @Override
  Store another(String product) {
    return stores.computeIfAbsent(product, name -> open(folder.resolve(name).toString(), name));
  }

  @Override
  Store newlyLoaded() {
    return Stores.embedded(
        folder.toString(), "Acme", new LibraryJars(), new LocalStorage(), new SystemClock());
  }

  static Store open(String folder, String product) {
    return Stores.embedded(folder, product, TestStores.H2, new LocalStorage(), new SystemClock());
  }

  @Test
  void withoutAStateFolderThereIsNoStore() {
    Store none = new NoStore();
    assertFails(ErrorCode.STORE_NONE, none::license);
    assertFails(ErrorCode.STORE_NONE, () -> none.meters().admit("c", "k", 1, 1));
  }

  @Test
  void nothingIsTouchedBeforeTheFirstCall() throws StoreException {
    Store store = store();
    assertFalse(Files.exists(folder.resolve("Acme")));
    store.license();
    assertTrue(Files.exists(folder.resolve("Acme/store.mv.db")));
  }

  @Test
  void theFileIsItsOwnersAlone() throws Exception {
    store().putLicense("token", "alice", 1);
    try (var files = Files.list(folder.resolve("Acme"))) {
      for (Path file : files.toList()) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
            file.toString());
      }
    }
  }

  @Test
  void aSecondJvmIsToldThatTheFileIsInUse() throws Exception {
    store().license();
    Process other = program("keep");
    try (BufferedReader out = outputOf(other)) {
      assertEquals(ErrorCode.STORE_IN_USE.code(), out.readLine());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void whatWasLetInSurvivesKill9AndTheFileIsFreeAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      Process killed = program("keep" + i);
      try (BufferedReader out = outputOf(killed)) {
        assertEquals("NEW " + (i + 1), out.readLine());
      } finally {
        killed.destroyForcibly().waitFor();
      }
    }
    MeterRows meters = store().meters();
    assertEquals(new Admission(Outcome.KNOWN, 3), meters.admit("cap", "keep0", 3, 1));
    assertEquals(List.of("keep0", "keep1", "keep2"), meters.keys("cap", 0).keys());
  }

  private Process program(String key) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AdmitProgram.class.getName(),
            folder.resolve("Acme").toString(),
            key)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader outputOf(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void timeIsTheMachinesAtFirstThenWhatPassesAndNeverGoesBack() throws StoreException {
    MeterRows meters = store().meters();
    assertEquals(1_000, meters.time(1_000, OptionalLong.empty()));
    assertEquals(1_500, meters.time(9_000, OptionalLong.of(1_500)));
    assertEquals(1_500, meters.time(700, OptionalLong.empty()));
    assertEquals(1_600, meters.time(700, OptionalLong.of(1_600)));
    assertEquals(2_000, meters.time(2_000, OptionalLong.empty()));
  }

  @Test
  void aFolderThatCannotBeMadeIsToldAsSuch() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    StoreException e =
        assertFails(
            ErrorCode.STORE_FAILED, () -> open(file.resolve("below").toString(), "Acme").license());
    assertTrue(e.refusal().detail().contains("cannot be made"), e.refusal().detail());
  }

  @Test
  void aFileThatIsNoDatabaseIsToldAndKept() throws Exception {
    Files.createDirectory(folder.resolve("Acme"));
    Path file = folder.resolve("Acme/store.mv.db");
    Files.write(file, "something else\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
    byte[] before = Files.readAllBytes(file);
    assertFails(ErrorCode.STORE_FAILED, () -> store().license());
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(file));
  }

  private static final String RUN = "io.tollgate.prepared.file.ran";
  private static final String SET = " { System.setProperty(\"" + RUN + "\", \"y\");";

  private void prepare(String statements) throws Exception {
    Path state = Files.createDirectory(folder.resolve("Acme"));
    try (Connection connection =
            new org.h2.Driver()
                .connect(
                    "jdbc:h2:file:" + state.resolve("store") + ";USER=TOLLGATE", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
    System.clearProperty(RUN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE VIEW TOLLGATE_INSTALLATION AS SELECT 'P' PRODUCT, 'mine' ID",
        "CREATE TABLE TOLLGATE_INSTALLATION (PRODUCT VARCHAR, ID VARCHAR,"
            + " X DOUBLE PRECISION DEFAULT RAND())",
        "CREATE TABLE TOLLGATE_INSTALLATION (PRODUCT VARCHAR, ID VARCHAR CHECK (ID <> 'x'))",
        "CREATE DOMAIN D AS BIGINT DEFAULT FLOOR(RAND() * 9);"
            + " CREATE TABLE TOLLGATE_INSTALLATION (PRODUCT VARCHAR, ID VARCHAR, X D)",
        "CREATE SCHEMA S; CREATE VIEW S.V AS SELECT 'Acme' PRODUCT, 'mine' ID;"
            + " CREATE SYNONYM TOLLGATE_INSTALLATION FOR S.V",
        "CREATE SCHEMA S; CREATE TABLE S.T (N DOUBLE PRECISION DEFAULT RAND())",
        "CREATE TABLE T (N INT); CREATE TRIGGER G BEFORE INSERT ON T AS 'org.h2.api.Trigger set()"
            + SET
            + " return (c, o, n) -> { }; }'",
      })
  void aFileWithTablesThatDoMoreThanHoldRowsIsRefused(String prepared) throws Exception {
    prepare(prepared);
    StoreException e = assertFails(ErrorCode.STORE_FAILED, () -> store().installation("made"));
    assertTrue(e.refusal().detail().contains("holds code"), e.refusal().detail());
    assertNull(System.getProperty(RUN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE ALIAS SET_IT AS 'String set()" + SET + " return null; }'; CALL SET_IT()",
        "CREATE ALIAS SET_IT FOR 'java.lang.System.setProperty'; CREATE TABLE TOLLGATE_INSTALLATION"
            + " (PRODUCT VARCHAR, ID VARCHAR, X VARCHAR AS SET_IT('"
            + RUN
            + "', 'y'))",
        "CREATE ALIAS SET_IT FOR 'java.lang.System.setProperty'; CREATE VIEW TOLLGATE_INSTALLATION"
            + " AS SELECT 'P' PRODUCT, SET_IT('"
            + RUN
            + "', 'y') ID",
      })
  void noFunctionThatSomebodyPutIntoAFileRuns(String prepared) throws Exception {
    prepare(prepared);
    assertMadeOrRefused();
    assertNull(System.getProperty(RUN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE TOLLGATE_INSTALLATION"
            + " (PRODUCT VARCHAR, ID VARCHAR, X BIGINT DEFAULT FILE_WRITE(X'61', '%s'))",
        "CREATE DOMAIN D AS BIGINT DEFAULT FILE_WRITE(X'61', '%s');"
            + " CREATE TABLE TOLLGATE_INSTALLATION (PRODUCT VARCHAR, ID VARCHAR, X D)",
      })
  void noOtherFileIsWrittenByWhatAFileHolds(String prepared) throws Exception {
    Path written = folder.resolve("written");
    prepare(String.format(prepared, written));
    assertMadeOrRefused();
    assertFalse(Files.exists(written));
  }

  /** H2 may leave out what it cannot make again, and the agent makes its own. */
  private void assertMadeOrRefused() {
    String id;
    try {
      id = store().installation("made");
    } catch (StoreException e) {
      id = e.refusal().code().code();
    }
    assertTrue(id.equals("made") || id.equals(ErrorCode.STORE_FAILED.code()), id);
  }

  /** H2 runs the statements that a file holds while it opens it, before it can be asked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CALL FILE_WRITE(X'61', '%s')",
        "CALL CSVWRITE('%s', 'SELECT 1')",
        "SCRIPT TO '%s'",
        "BACKUP TO '%s'",
        "CALL FILE_READ('%s')",
        "SELECT * FROM CSVREAD('%s')",
        "RUNSCRIPT FROM '%s'",
        "CREATE LINKED TABLE L (NULL, 'jdbc:h2:file:%s', 'SA', '', 'T')",
        "CALL LINK_SCHEMA('S', '', 'jdbc:h2:file:%s', 'SA', '', 'PUBLIC')",
        "CREATE ALIAS A FOR 'java.lang.System.getProperty'",
      })
  void noStatementReachesAnotherFileOrCode(String statement) throws Exception {
    Path other = folder.resolve("other");
    boolean reads = statement.contains("READ") || statement.contains("RUN");
    if (reads) {
      Files.writeString(other, "SELECT 1;");
    }
    Embedded embedded =
        Embedded.load(folder.resolve("Acme").toString(), new LocalStorage(), new LibraryJars());
    try (Connection connection = embedded.connect();
        Statement run = connection.createStatement()) {
      Throwable thrown =
          assertThrows(Throwable.class, () -> run.execute(String.format(statement, other)));
      Throwable why = thrown instanceof SQLException ? thrown.getCause() : thrown;
      assertTrue(why instanceof LinkageError, thrown.toString());
    }
    assertEquals(reads, Files.exists(other));
    assertFalse(Files.exists(folder.resolve("other.mv.db")));
  }

  @Test
  void aPathMayHoldWhatPathsHold() throws Exception {
    String odd = folder.resolve("a b,c=d'e\"f%20~$").toString();
    try (Store store = open(odd, "Acme")) {
      store.putLicense("token", "alice", 1);
    }
    assertTrue(Files.exists(Path.of(odd, "store.mv.db")));
    assertFails(
        ErrorCode.STORE_FAILED, () -> open(folder.resolve("a;b").toString(), "Acme").license());
  }
}
