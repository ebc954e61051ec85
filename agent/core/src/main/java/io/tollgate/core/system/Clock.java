package io.tollgate.core.system;

/** The wall clock, and waiting on it. */
public interface Clock {

  /** Now, in ms since the epoch. */
  long now();

  /**
   * Time that has passed, in ms since whenever: never set, and standing still while the machine
   * sleeps.
   */
  long elapsed();

  /**
   * Lets this much time pass.
   *
   * @param millis at least 1
   * @throws InterruptedException if the thread is told to stop waiting
   */
  void pause(long millis) throws InterruptedException;
}
