package io.tollgate.core.meter;

import io.tollgate.core.store.Keys;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts keys: who has a place keeps it until it is purged. */
final class DistinctTally extends Tally {
  /** Keys that were refused just now: a loop that calls in vain does not reach the store. */
  private static final int MOST_REFUSED = 10_000;

  /** As the gate hands them over, and as the store knows them. */
  private final ConcurrentHashMap<Object, Boolean> known = new ConcurrentHashMap<>();

  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private long position;
  private long purges;

  DistinctTally(String cap, MeterRows rows, Limits limits, boolean admitsUncounted, Clock clock) {
    super(cap, rows, limits, admitsUncounted, clock);
  }

  @Override
  boolean letsIn(Object key) {
    return known.get(key) != null || letsInNew(key);
  }

  private boolean letsInNew(Object key) {
    String text = MeterRows.known(String.valueOf(key));
    if (known.get(text) == null) {
      if (refused.contains(text) || !admit(text)) {
        if (refused.size() < MOST_REFUSED) {
          refused.add(text);
        }
        return false;
      }
      known.put(text, Boolean.TRUE);
    }
    known.put(key, Boolean.TRUE);
    return true;
  }

  @Override
  synchronized void settle() throws StoreException {
    refused.clear();
    payOwed();
    Keys keys = rows().keys(cap(), position);
    if (keys.purges() != purges) {
      known.clear();
      keys = rows().keys(cap(), 0);
    }
    for (String key : keys.keys()) {
      known.put(key, Boolean.TRUE);
    }
    position = keys.position();
    purges = keys.purges();
    used(keys.used());
  }

  @Override
  synchronized void forget() {
    known.clear();
    refused.clear();
    position = 0;
  }
}
