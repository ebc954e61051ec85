package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for what another process does in its own time. */
final class Eventually {
  private static final long STEP_MILLIS = 50;

  private Eventually() {}

  /** Returns once the condition holds; fails at the deadline, saying what was awaited. */
  static void holds(
      String what, Duration atMost, Callable<Boolean> condition, Supplier<String> circumstances)
      throws Exception {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        fail("Not within " + atMost + ": " + what + "\n" + circumstances.get());
      }
      Thread.sleep(STEP_MILLIS);
    }
  }
}
