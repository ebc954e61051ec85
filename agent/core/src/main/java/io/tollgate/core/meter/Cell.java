package io.tollgate.core.meter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls of a key in a window. What a call adds is either pending or in the store: whoever
 * writes takes it out of here first, and puts it back if that fails. Nothing here waits.
 */
final class Cell {
  /** Pending of a cell that was put away: whoever holds on to it looks for another. */
  private static final long GONE = Long.MIN_VALUE / 2;

  /** Written of a cell whose calls of before are not known: too many to be free. */
  private static final long UNKNOWN = Long.MAX_VALUE / 2;

  private final String key;

  /** Let in, and not taken to be written. */
  private final AtomicLong pending = new AtomicLong();

  /** In the store or on the way there, by whichever JVM, as far as is known. */
  private volatile long written = UNKNOWN;

  /** Whether the key has a place. */
  private volatile boolean counts;

  /** Whether it was called since somebody looked. */
  private volatile boolean called;

  private long onTheWay;
  private int writers;
  private long changes;

  /** Of the one thread that settles. */
  private int idle;

  Cell(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  boolean counts() {
    return counts;
  }

  void counts(boolean now) {
    counts = now;
  }

  boolean isGone() {
    return pending.get() < 0;
  }

  boolean isPending() {
    return pending.get() > 0;
  }

  /** Counts a call that needs nobody's leave: it is free, or its key has a place. */
  boolean letsIn(long free) {
    while (true) {
      // Before the rest: if what is pending is taken meanwhile it is another.
      long now = pending.get();
      if (now < 0 || (!counts && written + now >= free)) {
        return false;
      }
      if (pending.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** As {@link #letsIn}, where calls of before that are not known are none. */
  synchronized boolean letsInUncounted(long free) {
    written = written == UNKNOWN ? onTheWay : written;
    return letsIn(free);
  }

  /** Takes what is pending, to write it; -1 if the cell was put away. */
  synchronized long take() {
    long now = pending.get();
    if (now < 0) {
      return -1;
    }
    written = written == UNKNOWN ? UNKNOWN : written + now;
    called |= now > 0;
    pending.addAndGet(-now);
    onTheWay += now;
    writers++;
    return now;
  }

  /** Puts back what was taken: it could not be written. */
  synchronized void back(long taken) {
    if (!isGone()) {
      pending.addAndGet(taken);
    }
    written = written == UNKNOWN ? UNKNOWN : written - taken;
    arrived(taken);
  }

  /** What was taken is written. */
  synchronized void wrote(long taken) {
    arrived(taken);
  }

  /** What was taken is written, and the store has said how many calls there are with it. */
  synchronized void wrote(long taken, long calls) {
    arrived(taken);
    called = true;
    // What others are writing may be in it or not; the next look tells.
    written = written == UNKNOWN ? calls + onTheWay : Math.max(written, calls);
  }

  private void arrived(long taken) {
    onTheWay -= taken;
    writers--;
    changes++;
  }

  /** Where this cell stands, for {@link #read}; -1 while somebody writes. */
  synchronized long version() {
    return writers == 0 ? changes : -1;
  }

  /** Takes over what was read of the store, unless somebody has written since. */
  synchronized void read(long version, long calls) {
    if (version >= 0 && version == version()) {
      written = calls;
    }
  }

  /** How often in a row there was no call; 0 if there was one, or the key has a place. */
  int idleAgain() {
    idle = counts || called || isPending() ? 0 : idle + 1;
    called = false;
    return idle;
  }

  /** Puts it away if there is nothing in it that is not in the store. */
  synchronized boolean endsIfIdle() {
    return writers == 0 && !counts && pending.compareAndSet(0, GONE);
  }

  /** As {@link #endsIfIdle}, if calls of before are not known. */
  synchronized boolean endsIfUnknown() {
    return written == UNKNOWN && endsIfIdle();
  }

  /** Puts it away with all that is in it. */
  synchronized void end() {
    pending.set(GONE);
    counts = false;
  }
}
