package io.tollgate.core.weave;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which methods of which classes have a gate, for as long as the classes are there. */
public final class WovenGates {
  private final PerLoader<List<Gate>> gates = new PerLoader<>();

  public WovenGates() {}

  void add(@Nullable ClassLoader loader, String className, List<Gate> ofClass) {
    gates.put(loader, className, List.copyOf(ofClass));
  }

  /** All gates of all classes that were woven. */
  public int count() {
    int sum = 0;
    for (Map<String, List<Gate>> classes : gates.all()) {
      for (List<Gate> ofClass : classes.values()) {
        sum += ofClass.size();
      }
    }
    return sum;
  }
}
