package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The id of an installation of a product. */
final class InstallationTable {
  private final String product;

  InstallationTable(String product) {
    this.product = product;
  }

  /** The id; the first one that was ever given stays. */
  String id(Connection connection, String made) throws SQLException {
    Optional<String> known =
        Sql.text(connection, "SELECT id FROM tollgate_installation WHERE product = ?", product);
    if (known.isPresent()) {
      return known.get();
    }
    Sql.update(
        connection, "INSERT INTO tollgate_installation (product, id) VALUES (?, ?)", product, made);
    return made;
  }
}
