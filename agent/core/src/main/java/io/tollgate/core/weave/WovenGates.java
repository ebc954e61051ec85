package io.tollgate.core.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of which classes have a gate, for as long as the classes are there, and what should
 * have one and cannot, or not yet.
 */
public final class WovenGates {
  /** More than that tell nobody more. */
  private static final int MOST_NOT_GATED = 1_000;

  private final PerLoader<List<Gate>> gates = new PerLoader<>();
  private final ConcurrentSkipListSet<String> notGated = new ConcurrentSkipListSet<>();
  private final Awaited awaited = new Awaited();

  public WovenGates() {}

  /**
   * A gate and where it is.
   *
   * @param className binary name
   * @param method name and descriptor
   * @param feature that it asks for; empty for none
   */
  public record Place(String className, String method, String feature) {

    /**
     * Whether denials of this are the gate's: its feature, or in brackets the cap under which it
     * asks for room.
     */
    public boolean asksFor(String denied) {
      String cap = Demand.cap(feature);
      return denied.equals(Demand.feature(feature))
          || (!cap.isEmpty() && denied.equals("[".concat(cap).concat("]")));
    }
  }

  void add(@Nullable ClassLoader loader, String className, List<Gate> ofClass) {
    gates.put(loader, className, List.copyOf(ofClass));
  }

  void notGated(String className, String what) {
    if (notGated.size() < MOST_NOT_GATED) {
      notGated.add(className + ": " + what);
    }
  }

  /** Marks that gate nothing yet. */
  Awaited awaited() {
    return awaited;
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

  /** Each of them, in no order. */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Map<String, List<Gate>> classes : gates.all()) {
      for (Map.Entry<String, List<Gate>> entry : classes.entrySet()) {
        for (Gate gate : entry.getValue()) {
          places.add(new Place(entry.getKey().replace('/', '.'), gate.method(), gate.feature()));
        }
      }
    }
    return places;
  }

  /**
   * What is marked and has no gate, each with the reason: what cannot have one, then what waits.
   */
  public List<String> notGated() {
    List<String> all = new ArrayList<>(notGated);
    for (String method : awaited.all()) {
      all.add(method + ", which awaits an implementation");
    }
    return all;
  }
}
