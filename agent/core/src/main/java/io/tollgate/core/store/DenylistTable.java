package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/** The newest denylist of a product, as it was signed. */
final class DenylistTable {
  private final String product;

  DenylistTable(String product) {
    this.product = product;
  }

  void remember(Connection connection, long seq, byte[] list) throws SQLException {
    String text = Base64.getEncoder().encodeToString(list);
    int changed =
        Sql.update(
            connection,
            "UPDATE tollgate_denylist SET seq = ?, list = ? WHERE product = ? AND seq < ?",
            seq,
            text,
            product,
            seq);
    if (changed == 0 && read(connection).isEmpty()) {
      Sql.update(
          connection,
          "INSERT INTO tollgate_denylist (product, seq, list) VALUES (?, ?, ?)",
          product,
          seq,
          text);
    }
  }

  Optional<byte[]> read(Connection connection) throws SQLException {
    Optional<String> text =
        Sql.text(connection, "SELECT list FROM tollgate_denylist WHERE product = ?", product);
    return text.isPresent() ? Optional.of(bytes(text.get())) : Optional.empty();
  }

  OptionalLong number(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT seq FROM tollgate_denylist WHERE product = ?", product);
  }

  /** What somebody else wrote there is as good as no list: whoever reads it verifies it. */
  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
