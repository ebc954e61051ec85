package io.tollgate.core.store;

import io.tollgate.verifier.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The audit log, the denylist and the installation's id. */
final class OtherTables {
  private final String product;

  OtherTables(String product) {
    this.product = product;
  }

  void append(Connection connection, List<String> lines) throws SQLException {
    long place = lockAuditEnd(connection);
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

  private long lockAuditEnd(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            Sql.of(
                connection,
                "SELECT place FROM tollgate_audit_end WHERE product = ? FOR UPDATE",
                product);
        ResultSet row = statement.executeQuery()) {
      if (row.next()) {
        return row.getLong(1);
      }
    }
    Sql.update(
        connection, "INSERT INTO tollgate_audit_end (product, place) VALUES (?, 0)", product);
    return 0;
  }

  private boolean isThere(Connection connection, String hash) throws SQLException {
    try (PreparedStatement statement =
            Sql.of(
                connection,
                "SELECT place FROM tollgate_audit WHERE product = ? AND line_hash = ?",
                product,
                hash);
        ResultSet row = statement.executeQuery()) {
      return row.next();
    }
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

  void rememberDenylist(Connection connection, long seq, byte[] list) throws SQLException {
    String text = Base64.getEncoder().encodeToString(list);
    int changed =
        Sql.update(
            connection,
            "UPDATE tollgate_denylist SET seq = ?, list = ? WHERE product = ? AND seq < ?",
            seq,
            text,
            product,
            seq);
    if (changed == 0 && denylist(connection).isEmpty()) {
      Sql.update(
          connection,
          "INSERT INTO tollgate_denylist (product, seq, list) VALUES (?, ?, ?)",
          product,
          seq,
          text);
    }
  }

  Optional<byte[]> denylist(Connection connection) throws SQLException {
    Optional<String> text =
        text(connection, "SELECT list FROM tollgate_denylist WHERE product = ?");
    return text.isPresent() ? Optional.of(bytes(text.get())) : Optional.empty();
  }

  OptionalLong denylistNumber(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            Sql.of(connection, "SELECT seq FROM tollgate_denylist WHERE product = ?", product);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  /** What somebody else wrote there is as good as no list: whoever reads it verifies it. */
  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  String installation(Connection connection, String made) throws SQLException {
    Optional<String> known =
        text(connection, "SELECT id FROM tollgate_installation WHERE product = ?");
    if (known.isPresent()) {
      return known.get();
    }
    Sql.update(
        connection, "INSERT INTO tollgate_installation (product, id) VALUES (?, ?)", product, made);
    return made;
  }

  private Optional<String> text(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = Sql.of(connection, sql, product);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }
}
