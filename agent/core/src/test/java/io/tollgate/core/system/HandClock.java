package io.tollgate.core.system;

/** A clock that goes on only when a test moves it. */
public final class HandClock implements Clock {
  private volatile long now;

  public HandClock(long now) {
    this.now = now;
  }

  public void move(long millis) {
    now += millis;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public long elapsed() {
    return now;
  }

  @Override
  public void pause(long millis) {
    move(millis);
  }
}
