package io.tollgate.core.meter;

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
    readPlaces();
  }

  @Override
  void forgetPlaces() {
    known.clear();
  }

  @Override
  void hasPlace(String key) {
    known.put(key, Boolean.TRUE);
  }

  @Override
  synchronized void forget() {
    known.clear();
    refused.clear();
    readPlacesAnew();
  }
}
