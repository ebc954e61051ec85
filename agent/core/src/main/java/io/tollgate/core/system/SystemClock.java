package io.tollgate.core.system;

/** The machine's clock. */
public final class SystemClock implements Clock {

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  @Override
  public long elapsed() {
    return System.nanoTime() / 1_000_000;
  }

  @Override
  public void pause(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }
}
