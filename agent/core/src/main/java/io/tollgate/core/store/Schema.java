package io.tollgate.core.store;

import io.tollgate.verifier.license.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a database to the newest version of the schema, one step after the other and never back.
 * Each step is one transaction under the lock of a row of {@code tollgate_schema}: of several JVMs
 * that start at once one does it. H2 commits each change of the schema by itself, so every
 * statement of a step has to be one that may be done twice.
 */
final class Schema {
  private static final int MOST_TRIES = 10;
  private static final String[] FILES = {"schema-1.sql", "schema-2.sql"};

  private final List<String> steps;

  /** The steps in their order, the first of which leads to version 1. */
  Schema(List<String> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The schema that this version works with. */
  static Schema newest() throws StoreException {
    List<String> steps = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream content = Schema.class.getResourceAsStream(file)) {
        if (content == null) {
          throw new StoreException(ErrorCode.STORE_FAILED, "The agent jar lacks " + file + ".");
        }
        steps.add(new String(content.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new StoreException(
            ErrorCode.STORE_FAILED, file + " cannot be read (" + e.getMessage() + ").");
      }
    }
    return new Schema(steps);
  }

  /**
   * Does the steps that the database has not been through.
   *
   * @throws StoreException with {@link ErrorCode#STORE_NEWER} if it has been through more
   */
  void bring(Connection connection, Database database) throws SQLException, StoreException {
    long version = version(connection);
    while (version < steps.size()) {
      version = step(connection, version);
    }
    if (version > steps.size()) {
      throw new StoreException(
          ErrorCode.STORE_NEWER,
          "It is "
              + database.name()
              + ", of version "
              + version
              + "; this agent knows "
              + steps.size()
              + ".");
    }
  }

  /** The version that the database is at; -1 if it has no schema at all. */
  private static long version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT MAX(version) FROM tollgate_schema")) {
      // Of no rows the maximum is null, read as 0: the row that is locked is not there yet.
      long version = row.next() ? row.getLong(1) : 0;
      boolean empty = row.wasNull();
      connection.commit();
      return empty ? -1 : version;
    } catch (SQLException e) {
      connection.rollback();
      if (SqlProblem.isMissingTable(e)) {
        return -1;
      }
      throw e;
    }
  }

  /** One step further, by this JVM or by another; the version that the database is at then. */
  private long step(Connection connection, long version) throws SQLException {
    for (int tries = 1; true; tries++) {
      try {
        if (version < 0) {
          begin(connection);
        } else {
          next(connection, version);
        }
        connection.commit();
        return version(connection);
      } catch (SQLException e) {
        connection.rollback();
        long now = version(connection);
        if (now > version) {
          return now;
        }
        if (tries == MOST_TRIES || !isAnothersDoing(e)) {
          throw e;
        }
      }
    }
  }

  /** PostgreSQL makes the same table twice at a time, and tells the slower one in several ways. */
  private static boolean isAnothersDoing(SQLException problem) {
    String state = String.valueOf(problem.getSQLState());
    return SqlProblem.isLostRace(problem) || state.equals("42P07") || state.equals("XX000");
  }

  private static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS tollgate_schema (version BIGINT NOT NULL PRIMARY KEY)");
      statement.execute("INSERT INTO tollgate_schema (version) VALUES (0)");
    }
  }

  private void next(Connection connection, long version) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement
          .executeQuery("SELECT version FROM tollgate_schema WHERE version = 0 FOR UPDATE")
          .close();
      try (ResultSet row = statement.executeQuery("SELECT MAX(version) FROM tollgate_schema")) {
        if (row.next() && row.getLong(1) > version) {
          return;
        }
      }
      for (String part : statements(steps.get((int) version))) {
        statement.execute(part);
      }
    }
    try (PreparedStatement done =
        connection.prepareStatement("INSERT INTO tollgate_schema (version) VALUES (?)")) {
      done.setLong(1, version + 1);
      done.executeUpdate();
    }
  }

  /** Statements end with a semicolon at the end of a line; lines that begin with -- say why. */
  private static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : script.split("\n", -1)) {
      if (!line.startsWith("--")) {
        statement.append(line).append('\n');
      }
      if (line.endsWith(";")) {
        statements.add(statement.substring(0, statement.lastIndexOf(";")));
        statement.setLength(0);
      }
    }
    return statements;
  }
}
