package io.tollgate.core.gate;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts denied calls by feature. Safe for use by several threads; counting never waits. */
public final class DeniedCalls {
  private final ConcurrentHashMap<String, AtomicLong> counts = new ConcurrentHashMap<>();

  DeniedCalls() {}

  void count(String feature) {
    AtomicLong count = counts.get(feature);
    if (count == null) {
      AtomicLong made = new AtomicLong();
      AtomicLong other = counts.putIfAbsent(feature, made);
      count = other == null ? made : other;
    }
    count.incrementAndGet();
  }

  /** The counts since the start, by feature in alphabetical order; an empty name is no feature. */
  public Map<String, Long> byFeature() {
    Map<String, Long> now = new TreeMap<>();
    for (Map.Entry<String, AtomicLong> entry : counts.entrySet()) {
      now.put(entry.getKey(), entry.getValue().get());
    }
    return now;
  }
}
