package io.tollgate.core.system;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on only when a test moves it. */
public final class HandClock implements Clock {
  private final AtomicLong elapsed;
  private final AtomicLong ahead = new AtomicLong();

  public HandClock(long now) {
    this.elapsed = new AtomicLong(now);
  }

  /** Lets time pass. */
  public void move(long millis) {
    elapsed.addAndGet(millis);
  }

  /** Sets the clock: no time passes. */
  public void set(long millis) {
    ahead.addAndGet(millis);
  }

  @Override
  public long now() {
    return elapsed.get() + ahead.get();
  }

  @Override
  public long elapsed() {
    return elapsed.get();
  }

  @Override
  public void pause(long millis) {
    move(millis);
  }
}
