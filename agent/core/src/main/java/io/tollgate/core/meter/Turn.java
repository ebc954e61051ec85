package io.tollgate.core.meter;

import io.tollgate.core.system.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time. Who waits is not kept from it by an interrupt, and stays interrupted. */
final class Turn {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Clock clock;

  Turn(Clock clock) {
    this.clock = clock;
  }

  void await() {
    lock.lock();
  }

  /** Whether it came within this many ms. */
  boolean awaitFor(long millis) {
    long end = clock.elapsed() + millis;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lock.tryLock(Math.max(0, end - clock.elapsed()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void end() {
    lock.unlock();
  }
}
