package io.tollgate.core.status;

import io.tollgate.core.gate.DeniedCalls;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.weave.WovenGates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Each gate of this JVM, what could not be gated, and who else may change classes. */
public final class GateReport {
  private final GateKeeper gates;
  private final WovenGates woven;
  private volatile Optional<Neighbors> neighbors = Optional.empty();

  /** A report of these gates, by who closes them and who wove them. */
  public GateReport(GateKeeper gates, WovenGates woven) {
    this.gates = gates;
    this.woven = woven;
  }

  /**
   * A gate.
   *
   * @param className binary name of its class
   * @param method name and descriptor
   * @param feature that it asks for; empty for none
   * @param denied how many calls it denied, or would have denied
   */
  public record Line(String className, String method, String feature, long denied) {}

  /**
   * Who else may change classes.
   *
   * @param agents the jars of all agents on the command line, ours among them, in their order
   * @param attach whether others may still be attached: {@code open}, {@code warns}, {@code closed}
   */
  public record Neighbors(List<String> agents, String attach) {
    public Neighbors {
      agents = List.copyOf(agents);
    }
  }

  /** Whether calls are only counted. */
  public boolean observes() {
    return gates.observes();
  }

  /**
   * Each gate, by class and method; one of a class that is gone only if it denied calls. What a
   * meter denied is the gate's of its method, too.
   */
  public List<Line> lines() {
    Map<String, Line> lines = new TreeMap<>();
    Map<String, List<WovenGates.Place>> ofMethods = new HashMap<>();
    for (WovenGates.Place place : woven.places()) {
      add(lines, new Line(place.className(), place.method(), place.feature(), 0));
      String method = DeniedCalls.key(place.className(), place.method(), "");
      List<WovenGates.Place> ofMethod = ofMethods.getOrDefault(method, new ArrayList<>());
      ofMethod.add(place);
      ofMethods.put(method, ofMethod);
    }
    for (DeniedCalls.DeniedGate gate : gates.denied().byGate()) {
      String method = DeniedCalls.key(gate.className(), gate.method(), "");
      String feature = feature(ofMethods.getOrDefault(method, List.of()), gate.feature());
      add(lines, new Line(gate.className(), gate.method(), feature, gate.calls()));
    }
    return new ArrayList<>(lines.values());
  }

  private static void add(Map<String, Line> lines, Line line) {
    String key = DeniedCalls.key(line.className(), line.method(), line.feature());
    Line before = lines.get(key);
    long denied = line.denied() + (before == null ? 0 : before.denied());
    lines.put(key, new Line(line.className(), line.method(), line.feature(), denied));
  }

  /** What the gate asks for that denied this. */
  private static String feature(List<WovenGates.Place> ofMethod, String denied) {
    for (WovenGates.Place place : ofMethod) {
      if (place.asksFor(denied)) {
        return place.feature();
      }
    }
    boolean byMeter = denied.startsWith("[");
    return byMeter && !ofMethod.isEmpty() ? ofMethod.get(0).feature() : denied;
  }

  /** What is marked and has no gate, each with the reason. */
  public List<String> notGated() {
    return woven.notGated();
  }

  /** Who else may change classes; empty as long as it is not known, or where nobody can know. */
  public Optional<Neighbors> neighbors() {
    return neighbors;
  }

  /** Says who else may change classes. */
  public void meet(Neighbors others) {
    neighbors = Optional.of(others);
  }
}
