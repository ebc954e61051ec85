package io.tollgate.core.remote;

/** When something is to be fetched. All times in ms since the epoch; not for several threads. */
final class Schedule {
  private final long interval;
  private final long cooldown;
  private final long longestRetry;
  private long asked;
  private long due = Long.MIN_VALUE;
  private long retry;

  /**
   * A schedule by which the first fetch is due at once.
   *
   * @param interval ms between two fetches that succeed
   * @param cooldown ms between any two
   * @param longestRetry ms, the most that failures in a row make of it
   * @param asked when it was asked for last
   */
  Schedule(long interval, long cooldown, long longestRetry, long asked) {
    this.interval = interval;
    this.cooldown = cooldown;
    this.longestRetry = longestRetry;
    this.asked = asked;
    this.retry = cooldown;
  }

  boolean isDue(long now) {
    // What was set by a clock that was ahead lies too far in the future.
    return (now >= due || now < asked) && mayAsk(now);
  }

  /** Whether the last time is long enough ago; a clock that was set back forbids nothing. */
  boolean mayAsk(long now) {
    return asked == Long.MIN_VALUE || now < asked || now - asked >= cooldown;
  }

  void asking(long now) {
    asked = now;
  }

  /** It is due as soon as it may be asked for. */
  void hurry() {
    due = Long.MIN_VALUE;
    retry = cooldown;
  }

  /**
   * Due again after the interval.
   *
   * @param lessPercent how much earlier
   */
  void succeeded(long now, int lessPercent) {
    due = now + interval - interval / 100 * lessPercent;
    retry = cooldown;
  }

  /** Due again after a while, and after twice as long the next time. */
  void failed() {
    due = asked + retry;
    retry = Math.min(2 * retry, Math.max(longestRetry, cooldown));
  }
}
