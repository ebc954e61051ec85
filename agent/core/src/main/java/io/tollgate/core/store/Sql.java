package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Statements with parameters, which are texts and whole numbers only. */
final class Sql {
  private Sql() {}

  /** A statement with its parameters set. */
  static PreparedStatement of(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    set(statement, parameters);
    return statement;
  }

  /** Sets parameters, of which each is a text, null for no text, or a {@link Long}. */
  static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof Long number) {
        statement.setLong(i + 1, number);
      } else {
        statement.setString(i + 1, (String) parameters[i]);
      }
    }
  }

  /** Executes a statement that changes rows, and says how many. */
  static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = of(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** The first column of the first row; empty if there is no row. */
  static Optional<String> text(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = of(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  /** As {@link #text}, of a whole number. */
  static OptionalLong number(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = of(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }
}
