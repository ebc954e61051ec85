package io.tollgate.core.store;

import io.tollgate.verifier.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** The lines of a product's audit logs, in the order in which they came. */
final class AuditTable {
  private final String product;

  AuditTable(String product) {
    this.product = product;
  }

  void append(Connection connection, List<String> lines) throws SQLException {
    long place = lockEnd(connection);
    for (String line : lines) {
      String hash = Sha256.hex(line.getBytes(StandardCharsets.UTF_8));
      if (isThere(connection, hash)) {
        continue;
      }
      place++;
      Sql.update(
          connection,
          "INSERT INTO tollgate_audit (product, line_hash, place, line) VALUES (?, ?, ?, ?)",
          product,
          hash,
          place,
          line);
    }
    Sql.update(
        connection, "UPDATE tollgate_audit_end SET place = ? WHERE product = ?", place, product);
  }

  private long lockEnd(Connection connection) throws SQLException {
    OptionalLong end =
        Sql.number(
            connection,
            "SELECT place FROM tollgate_audit_end WHERE product = ? FOR UPDATE",
            product);
    if (end.isPresent()) {
      return end.getAsLong();
    }
    Sql.update(
        connection, "INSERT INTO tollgate_audit_end (product, place) VALUES (?, 0)", product);
    return 0;
  }

  private boolean isThere(Connection connection, String hash) throws SQLException {
    return Sql.number(
            connection,
            "SELECT place FROM tollgate_audit WHERE product = ? AND line_hash = ?",
            product,
            hash)
        .isPresent();
  }

  List<String> tail(Connection connection, int most) throws SQLException {
    Deque<String> lines = new ArrayDeque<>();
    try (PreparedStatement statement =
        Sql.of(
            connection,
            "SELECT line FROM tollgate_audit WHERE product = ? ORDER BY place DESC",
            product)) {
      statement.setMaxRows(most);
      try (ResultSet row = statement.executeQuery()) {
        while (lines.size() < most && row.next()) {
          lines.addFirst(row.getString(1));
        }
      }
    }
    return new ArrayList<>(lines);
  }
}
