package io.tollgate.core.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A database that can be connected to. */
interface Database {

  /** What to call it in messages; without its password. */
  String name();

  /** A connection that commits nothing by itself. Waits for some seconds at most. */
  Connection connect() throws SQLException, StoreException;

  /** Takes out of a message what is not for a log. */
  String scrub(String message);
}
