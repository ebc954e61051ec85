package io.tollgate.core.lifecycle;

import io.tollgate.core.system.Clock;

/** A clock that only waiting moves, until it is over. */
final class FakeClock implements Clock {
  long now;
  long until;
  long longest;
  long jumpAt = Long.MAX_VALUE;
  long jump;
  long failsFrom = Long.MAX_VALUE;
  long failsUntil;
  boolean elapsedFails;
  Runnable beforeEachPause = () -> {};
  private long waited;

  @Override
  public long now() {
    if (now >= failsFrom && now < failsUntil) {
      throw new OutOfMemoryError("test");
    }
    return now;
  }

  @Override
  public long elapsed() {
    if (elapsedFails && waited > 0) {
      throw new OutOfMemoryError("test");
    }
    return waited;
  }

  @Override
  public void pause(long millis) throws InterruptedException {
    beforeEachPause.run();
    if (waited >= until) {
      throw new InterruptedException();
    }
    longest = Math.max(longest, millis);
    waited += millis;
    now += millis;
    if (now >= jumpAt) {
      now += jump;
      jumpAt = Long.MAX_VALUE;
    }
  }
}
