package io.tollgate.benchmarks.gate;

/** What both methods under measurement do. */
interface Order {

  /** Nearly nothing, so that the gate's own cost shows, in ns. */
  int count(int more);

  /** As little as a method worth a license does: a line of text. */
  String line(int quantity);
}
