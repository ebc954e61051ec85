package io.tollgate.core.weave;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many methods of each class have a gate. A class is known by its name and its loader's
 * identity, and never held: a redeployed application must be collectable.
 */
public final class WovenGates {
  private final Map<String, Integer> gates = new ConcurrentHashMap<>();

  public WovenGates() {}

  void add(@Nullable ClassLoader loader, @Nullable String className, int methods) {
    gates.put(System.identityHashCode(loader) + "/" + className, methods);
  }

  /** All gates of all classes that were woven. */
  public int count() {
    int sum = 0;
    for (int methods : gates.values()) {
      sum += methods;
    }
    return sum;
  }
}
