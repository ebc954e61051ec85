package io.tollgate.core.weave;

import io.tollgate.verifier.policy.MethodPattern;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the types that were seen hand down, and so what has to be looked for in class files: marks,
 * and names of types that hand marks down. By name alone: types of one name in two loaders are two
 * copies of one thing, and a mark on one is a mark on both. Safe for use by several threads.
 */
final class Lineage {
  private final Map<String, Heritage> byType = new ConcurrentHashMap<>();
  private final Supertypes supertypes = new Supertypes();
  private final Set<String> returns = new HashSet<>();
  private final Map<String, Integer> changed = new ConcurrentHashMap<>();
  private volatile int age;
  private volatile Needles needles;

  /** Before anything was seen: the marks, and the types that patterns name outright. */
  Lineage(List<String> annotations, List<MethodPattern> patterns) {
    needles = Needles.of(annotations);
    for (MethodPattern pattern : patterns) {
      Optional<String> type = pattern.exactType();
      if (type.isPresent()) {
        add(type.get(), new Heritage(Map.of(), List.of(pattern), null, null), false);
      }
    }
  }

  /** Has classes looked at that hold this string, too. */
  synchronized void look(String text) {
    needles = needles.plus(text);
  }

  /** What to look for in constant pools. */
  Needles needles() {
    return needles;
  }

  /** What classes have been seen below. */
  Supertypes supertypes() {
    return supertypes;
  }

  /** What this type hands down, as far as is known. */
  Heritage of(String internalName) {
    return byType.getOrDefault(internalName, Heritage.NONE);
  }

  /**
   * Adds to what a type hands down.
   *
   * @param functional whether a lambda may implement it
   */
  synchronized void add(String internalName, Heritage heritage, boolean functional) {
    if (heritage.isEmpty()) {
      return;
    }
    Heritage before = of(internalName);
    Heritage now = heritage.and(before);
    if (before.isEmpty()) {
      needles = needles.plus(internalName);
    }
    if (!now.isSameAs(before)) {
      byType.put(internalName, now);
      age++;
      changed.put(internalName, age);
    }
    String returned = ")L" + internalName + ";";
    if (functional && returns.add(returned)) {
      needles = needles.plusEnd(returned);
    }
  }

  /** Grows with each thing that is learned. */
  int age() {
    return age;
  }

  /**
   * The age at which the last thing was learned of this type; 0 for what was known from the start.
   */
  int changed(String internalName) {
    return changed.getOrDefault(internalName, 0);
  }

  /** Whether a class that was let pass before may be below this type. */
  boolean mayHaveBeenPassed(String internalName) {
    return supertypes.has(Supertypes.hash(internalName));
  }
}
