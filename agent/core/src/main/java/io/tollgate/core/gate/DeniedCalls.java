package io.tollgate.core.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts denied calls by gate. Safe for use by several threads; counting never waits. */
public final class DeniedCalls {
  private final ConcurrentHashMap<String, Counter> counters = new ConcurrentHashMap<>();

  DeniedCalls() {}

  void count(String className, String method, String feature) {
    String key = key(className, method, feature);
    Counter counter = counters.get(key);
    if (counter == null) {
      Counter made = new Counter(className, method, feature);
      Counter other = counters.putIfAbsent(key, made);
      counter = other == null ? made : other;
    }
    counter.calls.incrementAndGet();
  }

  /**
   * What tells gates apart. No record: its first comparison would link method handles in the host's
   * thread.
   */
  public static String key(String className, String method, String feature) {
    return className.concat("#").concat(method).concat("@").concat(feature);
  }

  /** The counts since the start, by feature in alphabetical order; an empty name is no feature. */
  public Map<String, Long> byFeature() {
    Map<String, Long> now = new TreeMap<>();
    for (Counter counter : counters.values()) {
      Long before = now.get(counter.feature);
      now.put(counter.feature, counter.calls.get() + (before == null ? 0 : before));
    }
    return now;
  }

  /** The counts since the start, for each gate that denied a call. */
  public List<DeniedGate> byGate() {
    List<DeniedGate> now = new ArrayList<>();
    for (Counter counter : counters.values()) {
      now.add(
          new DeniedGate(counter.className, counter.method, counter.feature, counter.calls.get()));
    }
    return now;
  }

  /**
   * A gate that denied calls.
   *
   * @param className binary name
   * @param method name and descriptor
   * @param feature that it asks for; empty for none
   * @param calls how many
   */
  public record DeniedGate(String className, String method, String feature, long calls) {}

  private static final class Counter {
    private final String className;
    private final String method;
    private final String feature;
    private final AtomicLong calls = new AtomicLong();

    Counter(String className, String method, String feature) {
      this.className = className;
      this.method = method;
      this.feature = feature;
    }
  }
}
