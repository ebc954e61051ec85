package io.tollgate.core.meter;

import java.util.List;
import java.util.OptionalLong;

/** When a cap will be full: a straight line through the keys of the last weeks. */
final class Forecast {
  /** Four weeks: long enough that a weekend does not tell much. */
  static final long SPAN = 28L * 86_400_000;

  /** From less than these nothing can be told. */
  private static final int FEWEST = 3;

  private static final long SHORTEST = 86_400_000;

  private Forecast() {}

  /**
   * The instant at which there is no place left; empty if it cannot be told or lies beyond what a
   * long can say. Times in ms since the epoch.
   *
   * @param firstSeen when keys got their places, the earliest first
   */
  static OptionalLong fullAt(List<Long> firstSeen, long used, long limit, long now) {
    if (limit <= used || firstSeen.size() < FEWEST) {
      return OptionalLong.empty();
    }
    long since = now - Math.max(firstSeen.get(0), now - SPAN);
    if (since < SHORTEST) {
      return OptionalLong.empty();
    }
    double perKey = (double) since / firstSeen.size();
    double ahead = perKey * (limit - used);
    return ahead > 1e15 ? OptionalLong.empty() : OptionalLong.of(now + (long) ahead);
  }
}
