package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The license of a product, in one row. */
final class LicenseTable {
  private static final String SELECT =
      "SELECT revision, token, previous, stored_at, stored_by FROM tollgate_license"
          + " WHERE product = ?";
  private static final String INSERT =
      "INSERT INTO tollgate_license (revision, token, previous, stored_at, stored_by, product)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE tollgate_license SET revision = ?, token = ?, previous = ?, stored_at = ?,"
          + " stored_by = ? WHERE product = ?";

  private final String product;

  LicenseTable(String product) {
    this.product = product;
  }

  LicenseRow read(Connection connection) throws SQLException {
    return read(connection, SELECT);
  }

  LicenseRow put(Connection connection, String token, String by, long now) throws SQLException {
    LicenseRow row = lock(connection);
    return write(connection, row, Optional.of(token), row.token(), by, now);
  }

  Optional<LicenseRow> seed(Connection connection, String token, String by, long now)
      throws SQLException {
    LicenseRow row = lock(connection);
    return row.revision() > 0
        ? Optional.empty()
        : Optional.of(write(connection, row, Optional.of(token), Optional.empty(), by, now));
  }

  Optional<LicenseRow> back(Connection connection, long revision, String by, long now)
      throws SQLException {
    LicenseRow row = lock(connection);
    return row.revision() != revision || row.previous().isEmpty()
        ? Optional.empty()
        : Optional.of(write(connection, row, row.previous(), Optional.empty(), by, now));
  }

  private LicenseRow lock(Connection connection) throws SQLException {
    return read(connection, SELECT + " FOR UPDATE");
  }

  private LicenseRow read(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = Sql.of(connection, sql, product);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? new LicenseRow(
              row.getLong(1),
              Optional.ofNullable(row.getString(2)),
              Optional.ofNullable(row.getString(3)),
              row.getLong(4),
              row.getString(5))
          : LicenseRow.NONE;
    }
  }

  private LicenseRow write(
      Connection connection,
      LicenseRow before,
      Optional<String> token,
      Optional<String> previous,
      String by,
      long now)
      throws SQLException {
    LicenseRow row = new LicenseRow(before.revision() + 1, token, previous, now, by);
    Sql.update(
        connection,
        before.revision() == 0 ? INSERT : UPDATE,
        row.revision(),
        token.orElse(null),
        previous.orElse(null),
        now,
        StoredText.of(by, StoredText.LONGEST_KEY),
        product);
    return row;
  }
}
