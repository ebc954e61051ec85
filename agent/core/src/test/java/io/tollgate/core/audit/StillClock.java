package io.tollgate.core.audit;

import io.tollgate.core.system.Clock;

/** A clock that the test sets. */
final class StillClock implements Clock {
  long now = 1_795_000_000_000L;
  long elapsed;

  @Override
  public long now() {
    return now;
  }

  @Override
  public long elapsed() {
    return elapsed;
  }

  @Override
  public void pause(long millis) {
    throw new UnsupportedOperationException();
  }
}
