package io.tollgate.benchmarks.startup;

import java.util.List;

/**
 * One way to start the same program.
 *
 * @param options what the JVM gets
 * @param everyNth takes part in every nth round: what takes seconds need not run as often
 */
record Variant(String name, List<String> options, int everyNth) {

  /** In every round. */
  Variant(String name, String... options) {
    this(name, List.of(options), 1);
  }
}
