package io.tollgate.core.meter;

import io.tollgate.core.store.Newcomers;
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
   * @param recent who got a place in the last {@link #SPAN}
   */
  static OptionalLong fullAt(Newcomers recent, long used, long limit, long now) {
    if (limit <= used || recent.count() < FEWEST) {
      return OptionalLong.empty();
    }
    long since = now - recent.first();
    if (since < SHORTEST) {
      return OptionalLong.empty();
    }
    double perKey = (double) since / recent.count();
    double ahead = perKey * (limit - used);
    return ahead > 1e15 ? OptionalLong.empty() : OptionalLong.of(now + (long) ahead);
  }
}
