package io.tollgate.core.store;

import io.tollgate.core.system.Clock;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.verifier.license.ErrorCode;
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
 */
final class Session {
  /** The longest that a caller waits, in ms; drivers give up earlier, each step by itself. */
  private static final long LONGEST_WAIT = 10_000;

  private static final int MOST_WAITING = 1_000;
  private static final long IDLE_THREAD_SECONDS = 60;

  private final Opening opening;
  private final Clock clock;
  private final ThreadPoolExecutor worker;

  private volatile Optional<Reach> reach = Optional.empty();

  /** The worker's. */
  private Optional<Transactions> transactions = Optional.empty();

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
    try {
      T done = runNow(work);
      note(true);
      return done;
    } catch (StoreException e) {
      note(false);
      throw e;
    }
  }

  private synchronized void note(boolean reached) {
    if (reach.isEmpty() || reach.get().reached() != reached) {
      reach = Optional.of(new Reach(reached, clock.now()));
    }
  }

  /** How the last transaction ended, and since when all do so; empty before the first. */
  Optional<Reach> reach() {
    return reach;
  }

  private <T> T runNow(Work<T> work) throws StoreException {
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
                if (transactions.isPresent()) {
                  transactions.get().letGo();
                }
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
        // Here, because with it the types of java.sql are loaded.
        if (transactions.isEmpty()) {
          transactions = Optional.of(new Transactions(opening, clock));
        }
        return transactions.get().transact(work);
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
}
