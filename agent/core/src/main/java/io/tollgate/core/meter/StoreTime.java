package io.tollgate.core.meter;

import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import java.util.OptionalLong;

/**
 * The time that calls in a window are counted by. It comes from the store, and goes on by what
 * passes here: a clock that one machine sets ahead would take the calls of all out of the window.
 * Safe for use by several threads.
 */
final class StoreTime {
  private final MeterRows rows;
  private final Clock clock;

  private long at;
  private long elapsed;
  private boolean isKnown;

  StoreTime(MeterRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** Now, in ms since the epoch; asks the store the first time. */
  long now() throws StoreException {
    OptionalLong passed = passed();
    return passed.isPresent() ? passed.getAsLong() : ask();
  }

  /** Asks the store. */
  long ask() throws StoreException {
    long now = rows.time(clock.now(), passed());
    return took(now);
  }

  private synchronized long took(long now) {
    at = now;
    elapsed = clock.elapsed();
    isKnown = true;
    return now;
  }

  private synchronized OptionalLong passed() {
    return isKnown
        ? OptionalLong.of(at + Math.max(0, clock.elapsed() - elapsed))
        : OptionalLong.empty();
  }
}
