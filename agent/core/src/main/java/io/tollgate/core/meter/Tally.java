package io.tollgate.core.meter;

import io.tollgate.core.store.Admission;
import io.tollgate.core.store.Keys;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands under one cap. The store decides who gets a place, for all JVMs together; here is
 * kept what is known of that, so that a known key asks nobody. Safe for use by several threads.
 */
abstract sealed class Tally permits DistinctTally, RollingTally, NoTally {
  private final String cap;
  private final MeterRows rows;
  private final Limits limits;
  private final boolean admitsUncounted;
  private final Clock clock;

  /** Let in while they could not be written down. */
  private final Set<String> owed = ConcurrentHashMap.newKeySet();

  /** What was read of the places last. */
  private long position;

  private long purges;
  private volatile Refusal why;
  private volatile long used;

  Tally(String cap, MeterRows rows, Limits limits, boolean admitsUncounted, Clock clock) {
    this.cap = cap;
    this.rows = rows;
    this.limits = limits;
    this.admitsUncounted = admitsUncounted;
    this.clock = clock;
    this.why = new Refusal(ErrorCode.CAP_FULL, "");
  }

  /** Whether a call with this key may go on. */
  abstract boolean letsIn(Object key);

  /** Reads what other JVMs have written, and writes what has not been. Once a second. */
  abstract void settle() throws StoreException;

  /** Forgets all that is known. */
  abstract void forget();

  /** Forgets who has a place. */
  abstract void forgetPlaces();

  /** This key has a place, whichever JVM gave it. */
  abstract void hasPlace(String key);

  /** Reads who has got a place since the last time; from the beginning if any was taken back. */
  void readPlaces() throws StoreException {
    Keys keys = rows.keys(cap, position);
    if (keys.purges() != purges) {
      forgetPlaces();
      keys = rows.keys(cap, 0);
    }
    for (String key : keys.keys()) {
      hasPlace(key);
    }
    position = keys.position();
    purges = keys.purges();
    used = keys.used();
  }

  /** From the beginning the next time. */
  void readPlacesAnew() {
    position = 0;
  }

  String cap() {
    return cap;
  }

  MeterRows rows() {
    return rows;
  }

  long now() {
    return clock.now();
  }

  /** How many keys have a place, as far as is known here. */
  long used() {
    return used + owed.size();
  }

  /** How many may have one. */
  long limit() {
    return limits.of(cap);
  }

  /** Whether a key that is not known would get a place now. */
  boolean hasRoom() {
    if (used() < limit()) {
      return true;
    }
    refuse(noRoom());
    return false;
  }

  /** Why the last key got no place. */
  Refusal why() {
    return why;
  }

  void refuse(Refusal reason) {
    why = reason;
  }

  private Refusal noRoom() {
    long limit = limit();
    return limit == Limits.NONE
        ? new Refusal(ErrorCode.CAP_NOT_LICENSED, "It is " + cap + ".")
        : new Refusal(ErrorCode.CAP_FULL, "It is " + cap + ": " + used() + " of " + limit + ".");
  }

  /** Asks the store for a place. */
  boolean admit(String key) {
    try {
      Admission admission = rows.admit(cap, key, Math.max(limit(), 0), now());
      used = admission.used();
      if (admission.outcome() == Admission.Outcome.FULL) {
        refuse(noRoom());
        return false;
      }
      return true;
    } catch (StoreException e) {
      if (admitsUncounted) {
        return owed.contains(key) || (hasRoom() && owed.add(key));
      }
      refuse(new Refusal(ErrorCode.CAP_NOT_COUNTED, e.refusal().line()));
      return false;
    }
  }

  /** Writes down who was let in meanwhile; who is in stays in, whatever the cap says by now. */
  void payOwed() throws StoreException {
    for (String key : new ArrayList<>(owed)) {
      used = rows.admit(cap, key, Long.MAX_VALUE, now()).used();
      owed.remove(key);
    }
  }

  /** Takes places back. */
  void purge(Collection<String> keys) throws StoreException {
    owed.removeAll(keys);
    rows.remove(cap, keys);
    forget();
    settle();
  }
}
