package io.tollgate.core.system;

/**
 * Threads that hold on to no class loader of the host, inherit no thread locals and keep no JVM
 * alive.
 */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** Starts one. */
  public static Thread start(String name, Runnable work) {
    Thread thread = unstarted(name, work);
    thread.start();
    return thread;
  }

  /** One for a pool to start. */
  public static Thread unstarted(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
