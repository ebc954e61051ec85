package io.tollgate.core.meter;

import io.tollgate.core.store.Admission;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.Refusal;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts keys: who has a place keeps it until it is purged. */
final class DistinctTally extends Tally {
  /** As the gate hands them over, and as the store knows them. */
  private final ConcurrentHashMap<Object, Boolean> known = new ConcurrentHashMap<>();

  DistinctTally(String cap, MeterRows rows, Limits limits, boolean admitsUncounted, Clock clock) {
    super(cap, rows, limits, admitsUncounted, clock);
  }

  @Override
  Optional<Refusal> refusal(Object key) {
    return known.get(key) != null ? Optional.empty() : refusalOfNew(key);
  }

  private Optional<Refusal> refusalOfNew(Object key) {
    String text = MeterRows.known(String.valueOf(key));
    long before = epoch();
    if (known.get(text) == null) {
      if (isEvaluation()) {
        tried(text);
        return Optional.empty();
      }
      Optional<Refusal> justNow = refusedJustNow(text);
      Optional<Refusal> refusal = justNow.isPresent() ? justNow : remembered(text, ask(text));
      if (refusal.isPresent()) {
        return refusal;
      }
      know(text, before);
    }
    if (isShort(key, text)) {
      know(key, before);
    }
    return Optional.empty();
  }

  /** Not what was answered before places were taken back: the next call asks. */
  private void know(Object key, long before) {
    known.put(key, Boolean.TRUE);
    if (epoch() != before) {
      known.remove(key);
    }
  }

  private Optional<Refusal> ask(String key) {
    try {
      Admission answer = rows().admit(cap(), key, Math.max(limit(), 0), clock().now());
      return refusal(answer.outcome(), answer.used());
    } catch (StoreException e) {
      return refusalUncounted(key);
    }
  }

  @Override
  void reconcile() throws StoreException {
    payOwed();
    readPlaces();
  }

  @Override
  void havePlaces(Set<String> keys) {
    Iterator<Object> each = known.keySet().iterator();
    while (each.hasNext()) {
      if (!keys.contains(String.valueOf(each.next()))) {
        each.remove();
      }
    }
    for (String key : keys) {
      known.put(key, Boolean.TRUE);
    }
  }

  @Override
  void havePlacesToo(List<String> keys) {
    for (String key : keys) {
      known.put(key, Boolean.TRUE);
    }
  }

  @Override
  void forget(Collection<String> keys) {
    Set<String> gone = new HashSet<>(keys);
    Iterator<Object> each = known.keySet().iterator();
    while (each.hasNext()) {
      if (gone.contains(String.valueOf(each.next()))) {
        each.remove();
      }
    }
  }
}
