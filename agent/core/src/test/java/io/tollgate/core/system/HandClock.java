package io.tollgate.core.system;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on only when a test moves it. */
public final class HandClock implements Clock {
  private final AtomicLong now;

  public HandClock(long now) {
    this.now = new AtomicLong(now);
  }

  public void move(long millis) {
    now.addAndGet(millis);
  }

  @Override
  public long now() {
    return now.get();
  }

  @Override
  public long elapsed() {
    return now.get();
  }

  @Override
  public void pause(long millis) {
    move(millis);
  }
}
