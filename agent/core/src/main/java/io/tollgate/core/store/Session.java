package io.tollgate.core.store;

import io.tollgate.core.system.Clock;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.verifier.license.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of this JVM. All that is done with it is done by a thread of its own: an
 * interrupt of a host's thread would close the embedded database's file under it, what drivers
 * start would hold on to the host's class loaders, and a server that does not answer would hold on
 * to the host's thread.
 *
 * <p>A connection that was lost is made anew by the next call; one that cannot be made is tried
 * again after a pause that grows to some seconds, and until then each call fails at once.
 */
final class Session {
  /** The longest that a caller waits, in ms; drivers give up earlier, each step by itself. */
  private static final long LONGEST_WAIT = 10_000;

  private static final long SHORTEST_PAUSE = 250;
  private static final long LONGEST_PAUSE = 4_000;
  private static final int MOST_TRIES = 10;
  private static final int MOST_WAITING = 1_000;
  private static final long IDLE_THREAD_SECONDS = 60;

  private final Opening opening;
  private final Clock clock;
  private final ThreadPoolExecutor worker;

  // All of this is the worker's.
  private Optional<Database> database = Optional.empty();
  private Optional<Connection> open = Optional.empty();
  private Optional<StoreException> trouble = Optional.empty();
  private long failedAt;
  private long pause = SHORTEST_PAUSE;

  /** Knows how to get at the database. */
  interface Opening {

    /** What to call it in messages. */
    String name();

    /** Loads what it takes; touches nothing of the database. */
    Database load() throws StoreException;
  }

  Session(Opening opening, Clock clock) {
    this.opening = opening;
    this.clock = clock;
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            new Threads());
    this.worker.allowCoreThreadTimeOut(true);
  }

  private static final class Threads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
      return DaemonThreads.unstarted("tollgate-store", work);
    }
  }

  String name() {
    return opening.name();
  }

  /** Does this in one transaction, and again from its beginning where that can help. */
  <T> T run(Work<T> work) throws StoreException {
    FutureTask<T> task = new FutureTask<>(new InTransaction<>(work));
    try {
      worker.execute(task);
    } catch (RejectedExecutionException e) {
      throw noAnswer();
    }
    return await(task);
  }

  private <T> T await(FutureTask<T> task) throws StoreException {
    long end = clock.elapsed() + LONGEST_WAIT;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get(Math.max(0, end - clock.elapsed()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      task.cancel(false);
      throw noAnswer();
    } catch (ExecutionException e) {
      throw asStoreException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private StoreException noAnswer() {
    return new StoreException(
        ErrorCode.STORE_AWAY,
        "It is " + opening.name() + ", and has not answered for some seconds.");
  }

  private StoreException asStoreException(@Nullable Throwable problem) {
    return problem instanceof StoreException known
        ? known
        : new StoreException(
            ErrorCode.STORE_FAILED, "It is " + opening.name() + " (" + problem + ").");
  }

  /** Lets go of the connection; the next call makes another. */
  void close() {
    FutureTask<Boolean> task =
        new FutureTask<>(
            new Callable<>() {
              @Override
              public Boolean call() {
                letGo();
                trouble = Optional.empty();
                return true;
              }
            });
    try {
      worker.execute(task);
      await(task);
    } catch (RejectedExecutionException | StoreException e) {
      // It hangs, and ends with this JVM.
      return;
    }
  }

  private final class InTransaction<T> implements Callable<T> {
    private final Work<T> work;

    InTransaction(Work<T> work) {
      this.work = work;
    }

    @Override
    public T call() throws StoreException {
      try {
        return transact(work);
      } catch (NoClassDefFoundError e) {
        throw withoutSql(e);
      }
    }
  }

  private StoreException withoutSql(NoClassDefFoundError problem) {
    boolean module = String.valueOf(problem.getMessage()).startsWith("java/sql/");
    return new StoreException(
        ErrorCode.STORE_FAILED,
        "It is "
            + opening.name()
            + " ("
            + (module ? "this JVM has no module java.sql" : problem.toString())
            + ").");
  }

  private <T> T transact(Work<T> work) throws StoreException {
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

  private void letGo() {
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
