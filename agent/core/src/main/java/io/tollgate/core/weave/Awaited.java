package io.tollgate.core.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Abstract methods that are marked, and whether anything was seen that implements them: until then
 * their marks gate nothing. By name alone, as in {@link Lineage}. Safe for use by several threads.
 */
final class Awaited {
  /** More than that tell nobody more. */
  private static final int MOST = 1_000;

  /** Whether they were seen implemented, by class and method. */
  private final ConcurrentSkipListMap<String, Boolean> implemented = new ConcurrentSkipListMap<>();

  /** What types that hand marks down extend and implement. */
  private final Map<String, List<String>> above = new ConcurrentHashMap<>();

  Awaited() {}

  /**
   * A type was loaded, or shown once more.
   *
   * @param handsDown whether it hands marks down
   */
  void look(Survey survey, boolean handsDown) {
    String type = survey.type().getInternalName();
    if (handsDown) {
      above.put(type, survey.above());
    }
    for (String method : survey.awaiting()) {
      if (implemented.size() < MOST) {
        implemented.putIfAbsent(name(type, method), Boolean.FALSE);
      }
    }
    if (implemented.isEmpty()) {
      return;
    }
    Set<String> all = new HashSet<>();
    for (String supertype : survey.above()) {
      collect(supertype, all);
    }
    for (String method : survey.implementing()) {
      seen(all, method);
    }
    for (Survey.Implemented lambda : survey.lambdasOf()) {
      Set<String> ofLambda = new HashSet<>();
      collect(lambda.type(), ofLambda);
      seen(ofLambda, lambda.method());
    }
  }

  private void collect(String type, Set<String> all) {
    List<String> supertypes = above.get(type);
    if (supertypes != null && all.add(type)) {
      for (String supertype : supertypes) {
        collect(supertype, all);
      }
    }
  }

  private void seen(Set<String> types, String method) {
    for (String type : types) {
      implemented.replace(name(type, method), Boolean.TRUE);
    }
  }

  /** Those that nothing was seen to implement, each with its class. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, Boolean> entry : implemented.entrySet()) {
      if (!entry.getValue()) {
        all.add(entry.getKey());
      }
    }
    return all;
  }

  private static String name(String type, String method) {
    return type.replace('/', '.') + ": " + method;
  }
}
