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

  /** Each gate, by class and method; one of a class that is gone only if it denied calls. */
  public List<Line> lines() {
    Map<String, Long> denied = new HashMap<>();
    Map<String, Line> lines = new TreeMap<>();
    for (DeniedCalls.DeniedGate gate : gates.denied().byGate()) {
      String key = DeniedCalls.key(gate.className(), gate.method(), gate.feature());
      denied.put(key, gate.calls());
      lines.put(key, new Line(gate.className(), gate.method(), gate.feature(), gate.calls()));
    }
    for (WovenGates.Place place : woven.places()) {
      String key = DeniedCalls.key(place.className(), place.method(), place.feature());
      lines.put(
          key,
          new Line(
              place.className(), place.method(), place.feature(), denied.getOrDefault(key, 0L)));
    }
    return new ArrayList<>(lines.values());
  }

  /** What is marked and has no gate, each with the reason. */
  public List<String> notGated() {
    return woven.missed();
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
