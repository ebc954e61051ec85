package io.tollgate.core.store;

import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Transactions on a connection that is made when it is needed. One that was lost is made anew by
 * the next transaction; one that cannot be made is tried again after a pause that grows to some
 * seconds, and until then each transaction fails at once. Not safe for use by several threads.
 */
final class Transactions {
  private static final long SHORTEST_PAUSE = 250;
  private static final long LONGEST_PAUSE = 4_000;
  private static final int MOST_TRIES = 10;

  private final Session.Opening opening;
  private final Clock clock;
  private Optional<Database> database = Optional.empty();
  private Optional<Connection> open = Optional.empty();
  private Optional<StoreException> trouble = Optional.empty();
  private long failedAt;
  private long pause = SHORTEST_PAUSE;

  Transactions(Session.Opening opening, Clock clock) {
    this.opening = opening;
    this.clock = clock;
  }

  /** Does this in one transaction, and again from its beginning where that can help. */
  <T> T transact(Work<T> work) throws StoreException {
    for (int tries = 1; true; tries++) {
      boolean fresh = open.isEmpty();
      Connection connection = connection();
      boolean committing = false;
      try {
        T result = work.in(connection);
        committing = true;
        connection.commit();
        return result;
      } catch (SQLException e) {
        boolean usable = rolledBack(connection);
        // What was to be committed may have been, unless the database says that it was not.
        boolean again = SqlProblem.isLostRace(e) || (!committing && !usable && !fresh);
        if (!again || tries == MOST_TRIES) {
          throw SqlProblem.told(
              e, usable ? ErrorCode.STORE_FAILED : ErrorCode.STORE_AWAY, database.orElseThrow());
        }
      } catch (StoreException | RuntimeException | Error e) {
        rolledBack(connection);
        throw e;
      }
    }
  }

  /** Whether the connection can be used for something else. */
  private boolean rolledBack(Connection connection) {
    try {
      connection.rollback();
      if (!connection.isClosed()) {
        return true;
      }
    } catch (SQLException e) {
      // Lost.
    }
    letGo();
    return false;
  }

  /** Lets go of the connection; the next transaction makes another, at once. */
  void letGo() {
    trouble = Optional.empty();
    if (open.isPresent()) {
      close(open.get());
      open = Optional.empty();
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is lost in any case.
      return;
    }
  }

  private Connection connection() throws StoreException {
    if (open.isPresent()) {
      return open.get();
    }
    if (trouble.isPresent() && clock.elapsed() - failedAt < pause) {
      throw trouble.get();
    }
    try {
      if (database.isEmpty()) {
        database = Optional.of(opening.load());
      }
      Connection made = connect(database.get());
      open = Optional.of(made);
      trouble = Optional.empty();
      pause = SHORTEST_PAUSE;
      return made;
    } catch (StoreException e) {
      pause = trouble.isEmpty() ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      trouble = Optional.of(e);
      failedAt = clock.elapsed();
      throw e;
    }
  }

  private static Connection connect(Database database) throws StoreException {
    try {
      Connection connection = database.connect();
      try {
        Schema.newest().bring(connection, database);
        return connection;
      } catch (SQLException | StoreException | RuntimeException | Error e) {
        close(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw SqlProblem.told(e, ErrorCode.STORE_FAILED, database);
    }
  }
}
