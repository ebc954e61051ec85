package io.tollgate.core.weave;

import io.tollgate.verifier.policy.MethodPattern;
import java.util.HashMap;
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
  private final Map<String, Set<String>> lenders = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> learners = new ConcurrentHashMap<>();
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

  /**
   * Has a type that is not below the lender gated in the lender's name: a class below both has its
   * implementation from it.
   */
  synchronized void lend(String lender, String internalName) {
    Set<String> before = lendersTo(internalName);
    if (!before.contains(lender)) {
      Set<String> now = new HashSet<>(before);
      now.add(lender);
      lenders.put(internalName, Set.copyOf(now));
      if (before.isEmpty() && of(internalName).isEmpty()) {
        needles = needles.plus(internalName);
      }
      age++;
      changed.put(internalName, age);
    }
  }

  /** Has the methods of an interface told to a marked one that extends it. */
  synchronized void teach(String learner, String internalName) {
    Set<String> now = new HashSet<>(learners.getOrDefault(internalName, Set.of()));
    if (now.add(learner)) {
      learners.put(internalName, Set.copyOf(now));
      needles = needles.plus(internalName);
    }
  }

  /** An interface was seen: those that wait for its methods learn them. */
  void seen(String internalName, Set<String> methods) {
    for (String learner : learners.getOrDefault(internalName, Set.of())) {
      String feature = of(learner).learns();
      if (feature != null) {
        Map<String, String> learned = new HashMap<>();
        for (String method : methods) {
          learned.put(method, feature);
        }
        add(learner, of(learner).and(new Heritage(learned, List.of(), null, null)), false);
      }
    }
  }

  /** The types in whose name methods of this one are gated, for receivers below them. */
  Set<String> lendersTo(String internalName) {
    return lenders.getOrDefault(internalName, Set.of());
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
