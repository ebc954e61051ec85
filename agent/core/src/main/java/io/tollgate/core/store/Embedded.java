package io.tollgate.core.store;

import io.tollgate.core.system.Storage;
import io.tollgate.verifier.license.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;

/**
 * H2 in a file of the state folder, for one JVM at a time. Each commit is written before it
 * answers, so that it survives the JVM; nothing is written to any log, no hook waits for the JVM's
 * end, and the file's lock is the operating system's, which ends with the process.
 */
final class Embedded implements Database {
  static final String FILE = "store";

  private static final String SUFFIX = ".mv.db";
  private static final String USER = "TOLLGATE";
  private static final String OPTIONS =
      ";WRITE_DELAY=0;FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=4096;LOCK_TIMEOUT=3000"
          + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  /**
   * What H2 runs code with that a file names or holds, or reaches other files and databases. To
   * open a file is to run statements that it holds, and whoever may write the file may not run code
   * here: so nobody gets an object of these.
   */
  private static final Set<String> CODE =
      Set.of(
          "org.h2.command.dml.BackupCommand",
          "org.h2.command.dml.RunScriptCommand",
          "org.h2.command.dml.ScriptCommand",
          "org.h2.expression.function.CSVWriteFunction",
          "org.h2.expression.function.FileFunction",
          "org.h2.expression.function.table.CSVReadFunction",
          "org.h2.expression.function.table.LinkSchemaFunction",
          "org.h2.schema.FunctionAlias$JavaMethod",
          "org.h2.table.TableLinkConnection",
          "org.h2.util.SourceCompiler");

  /** How much there is that the agent never makes, and that an answer or an insert could run. */
  private static final String FOREIGN =
      "SELECT (SELECT COUNT(*) FROM INFORMATION_SCHEMA.ROUTINES)"
          + " + (SELECT COUNT(*) FROM INFORMATION_SCHEMA.TRIGGERS)"
          + " + (SELECT COUNT(*) FROM INFORMATION_SCHEMA.CHECK_CONSTRAINTS)"
          + " + (SELECT COUNT(*) FROM INFORMATION_SCHEMA.DOMAINS)"
          + " + (SELECT COUNT(*) FROM INFORMATION_SCHEMA.SYNONYMS)"
          + " + (SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES"
          + " WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND TABLE_TYPE <> 'BASE TABLE')"
          + " + (SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS"
          + " WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND (COLUMN_DEFAULT IS NOT NULL"
          + " OR COLUMN_ON_UPDATE IS NOT NULL OR GENERATION_EXPRESSION IS NOT NULL))";

  private final String folder;
  private final Storage storage;
  private final Constructor<?> driver;

  private Embedded(String folder, Storage storage, Constructor<?> driver) {
    this.folder = folder;
    this.storage = storage;
    this.driver = driver;
  }

  /**
   * Loads the driver. By the connection's own class: the one that is named Driver makes itself
   * known to the whole JVM.
   */
  static Embedded load(String folder, Storage storage, DriverJars jars) throws StoreException {
    if (folder.indexOf(';') >= 0) {
      throw new StoreException(
          ErrorCode.STORE_FAILED,
          "It is " + Stores.nameOfEmbedded(folder) + ", and H2 takes no path with ';'.");
    }
    try {
      Class<?> type =
          jars.loader(DriverJars.EMBEDDED, CODE).loadClass("org.h2.jdbc.JdbcConnection");
      return new Embedded(
          folder,
          storage,
          type.getConstructor(
              String.class, Properties.class, String.class, Object.class, boolean.class));
    } catch (IOException | ReflectiveOperationException e) {
      throw new StoreException(
          ErrorCode.STORE_FAILED,
          "It is " + Stores.nameOfEmbedded(folder) + ", and its driver is not there (" + e + ").");
    }
  }

  @Override
  public String name() {
    return Stores.nameOfEmbedded(folder);
  }

  @Override
  public Connection connect() throws SQLException, StoreException {
    String path = new File(folder).getAbsolutePath() + File.separator + FILE;
    try {
      storage.open(folder);
      // The license is in it: made here, because H2 would let everybody read it.
      storage.reserve(path + SUFFIX);
    } catch (IOException e) {
      throw new StoreException(
          ErrorCode.STORE_FAILED, "It is " + name() + ", which " + e.getMessage() + ".");
    }
    Connection connection = connect("jdbc:h2:file:" + path + OPTIONS);
    try {
      refuseForeign(connection);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | StoreException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  private void refuseForeign(Connection connection) throws SQLException, StoreException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FOREIGN)) {
      if (row.next() && row.getLong(1) == 0) {
        return;
      }
    } catch (LinkageError e) {
      throw foreign();
    }
    throw foreign();
  }

  private StoreException foreign() {
    return new StoreException(
        ErrorCode.STORE_FAILED,
        "It is " + name() + ", and its file holds code, which no agent has put there.");
  }

  private Connection connect(String url) throws SQLException, StoreException {
    try {
      return (Connection) driver.newInstance(url, new Properties(), USER, "", false);
    } catch (InvocationTargetException e) {
      if (isUnusable(e)) {
        throw foreign();
      }
      if (e.getCause() instanceof SQLException problem) {
        throw problem;
      }
      throw new StoreException(
          ErrorCode.STORE_FAILED, "It is " + name() + " (" + e.getCause() + ").");
    } catch (ReflectiveOperationException e) {
      throw new StoreException(ErrorCode.STORE_FAILED, "It is " + name() + " (" + e + ").");
    }
  }

  private static boolean isUnusable(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause != null && (cause instanceof LinkageError || isUnusable(cause));
  }

  @Override
  public String scrub(String message) {
    return message;
  }
}
