package io.tollgate.core.weave;

import io.tollgate.verifier.policy.MeterRule;
import io.tollgate.verifier.policy.MethodPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Methods whose calls are counted.
 *
 * @param cap the cap's name
 * @param path to the key in the argument, with dots; empty if that is the key
 * @param methods which
 * @param argument the one that is the key or has it, counted from 0
 */
record Metered(String cap, String path, MethodPattern methods, int argument) {

  static List<Metered> of(List<MeterRule> rules) {
    List<Metered> all = new ArrayList<>();
    for (MeterRule rule : rules) {
      for (MeterRule.Counted counted : rule.counted()) {
        all.add(
            new Metered(
                rule.cap(),
                String.join(".", counted.key().properties()),
                counted.methods(),
                counted.key().argument()));
      }
    }
    return all;
  }

  /** The same, in a lambda's body, which gets what it captured first. */
  Metered behind(int captured) {
    return new Metered(cap, path, methods, argument + captured);
  }

  /** What woven code calls the meter: see {@code Meters}. */
  String name() {
    return path.isEmpty() ? cap : cap + "#" + path;
  }
}
