package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done in one transaction. May be done again from its beginning if it did not go through.
 */
interface Work<T> {

  T in(Connection connection) throws SQLException, StoreException;
}
