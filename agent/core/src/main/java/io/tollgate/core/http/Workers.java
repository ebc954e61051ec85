package io.tollgate.core.http;

import io.tollgate.core.system.Timely;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read requests and write answers: few, and each for a limited time. The JDK's
 * server has no limit of time that is not one of all servers in the JVM (system properties that it
 * reads once), and the host may have such a server too. But it reads and writes through channels,
 * and a thread that is interrupted there closes its connection.
 */
final class Workers implements Executor {
  private static final int MOST_WAITING = 64;
  private static final int MOST_LATE = 64;
  private static final long IDLE_SECONDS = 10;

  /** How often a request that is being worked on is looked at. */
  private static final int LOOKS = 10;

  private final Limits limits;
  private final Waiting waiting = new Waiting();
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * How many, and how long.
   *
   * @param threads that work at the same time
   * @param patience ms that a request may take, from its first byte to the last of its answer
   * @param pressed ms that it may take while others wait for a thread
   * @param delay ms before a request without valid token is told so
   */
  record Limits(int threads, long patience, long pressed, long delay) {
    static final Limits USUAL = new Limits(16, 5_000, 1_000, 500);
  }

  Workers(Limits limits) {
    this.limits = limits;
    this.threads =
        new ThreadPoolExecutor(
            0,
            limits.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            new Timely.NamedThreads("tollgate-http-worker"),
            waiting);
    this.timer = new ScheduledThreadPoolExecutor(1, new Timely.NamedThreads("tollgate-http-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /**
   * Has it done by one of the threads.
   *
   * @throws RejectedExecutionException if too many wait; the JDK's server then closes the
   *     connection
   */
  @Override
  public void execute(Runnable work) {
    threads.execute(new Job(work));
  }

  /**
   * Has it done after the delay, during which no thread waits. False if too many wait already.
   *
   * @param otherwise what is done if by then too many requests wait for a thread
   */
  boolean later(Runnable work, Runnable otherwise) {
    if (timer.getQueue().size() >= MOST_LATE + limits.threads()) {
      return false;
    }
    Future<?> unused =
        timer.schedule(new Delayed(work, otherwise), limits.delay(), TimeUnit.MILLISECONDS);
    return true;
  }

  void close() {
    timer.shutdownNow();
    threads.shutdownNow();
  }

  private final class Delayed implements Runnable {
    private final Runnable work;
    private final Runnable otherwise;

    Delayed(Runnable work, Runnable otherwise) {
      this.work = work;
      this.otherwise = otherwise;
    }

    @Override
    public void run() {
      try {
        execute(work);
      } catch (RejectedExecutionException e) {
        otherwise.run();
      }
    }
  }

  /** One request: what the JDK's server does for it, or what is left of it to do. */
  private final class Job implements Runnable {
    private final Runnable work;
    private @Nullable Thread worker;
    private @Nullable Future<?> nextLook;
    private long lookedAt;

    Job(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        begin();
        work.run();
      } catch (Throwable e) {
        // For lack of memory, say. The connection is lost; the thread and the server are not.
        return;
      } finally {
        end();
      }
    }

    private void begin() {
      synchronized (this) {
        worker = Thread.currentThread();
        lookAgain();
      }
    }

    private void lookAgain() {
      nextLook = timer.schedule(new Look(this), limits.patience() / LOOKS, TimeUnit.MILLISECONDS);
    }

    /** After this the thread is another's, and not to be interrupted. */
    private void end() {
      synchronized (this) {
        worker = null;
        Thread.interrupted();
        if (nextLook != null) {
          nextLook.cancel(false);
        }
      }
    }

    synchronized void look() {
      if (worker == null) {
        return;
      }
      lookedAt += limits.patience() / LOOKS;
      boolean pressed = !waiting.isEmpty() && lookedAt >= limits.pressed();
      if (pressed || lookedAt >= limits.patience()) {
        // Again and again, should it go on: not every wait ends at the first time.
        worker.interrupt();
      }
      lookAgain();
    }
  }

  private record Look(Job job) implements Runnable {
    @Override
    public void run() {
      job.look();
    }
  }

  /**
   * Those that wait for a thread. A new thread is made before anything waits, and none while one is
   * idle, which a pool does only if its queue takes nothing that is not taken from it at once.
   */
  @SuppressWarnings("serial") // nobody writes it down
  private static final class Waiting extends LinkedTransferQueue<Runnable>
      implements RejectedExecutionHandler {
    @Override
    public boolean offer(Runnable work) {
      return tryTransfer(work);
    }

    @Override
    public void rejectedExecution(Runnable work, ThreadPoolExecutor pool) {
      if (pool.isShutdown() || size() >= MOST_WAITING) {
        throw new RejectedExecutionException("too many requests");
      }
      put(work);
    }
  }
}
