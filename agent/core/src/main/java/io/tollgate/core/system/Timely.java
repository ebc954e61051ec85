package io.tollgate.core.system;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks what may never answer, because it waits for a lock or a file system, in a thread of its own,
 * and does not wait for the answer for longer than allowed. Safe for use by several threads.
 */
public final class Timely<T> {
  private static final int MOST_WAITING = 16;
  private static final long IDLE_SECONDS = 10;

  private final long patience;
  private final ThreadPoolExecutor asker;

  /**
   * A way to ask.
   *
   * @param name of the thread, which is there only while somebody asks
   * @param patience ms to wait for an answer
   */
  public Timely(String name, long patience) {
    this.patience = patience;
    this.asker =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            new NamedThreads(name));
    asker.allowCoreThreadTimeOut(true);
  }

  /**
   * The answer, after those to earlier questions; empty if there is none in time, or it failed. A
   * question that was begun is answered to its end all the same.
   */
  public Optional<T> ask(Callable<T> source) throws InterruptedException {
    FutureTask<T> question = new FutureTask<>(source);
    try {
      asker.execute(question);
      return Optional.of(question.get(patience, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      question.cancel(false);
      return Optional.empty();
    } catch (ExecutionException | RejectedExecutionException e) {
      return Optional.empty();
    }
  }

  /** Asks nothing any more. */
  public void close() {
    asker.shutdownNow();
  }

  /** Makes threads of the agent's kind. */
  public record NamedThreads(String name) implements ThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
      return DaemonThreads.unstarted(name, work);
    }
  }
}
