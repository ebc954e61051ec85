package io.tollgate.core.weave;

/** A class with a gate, to see at start whether gates bite in this JVM. */
final class Probe {
  private Probe() {}

  /** Throws if the gate before it is woven in and closed. */
  @Probed
  static void enter() {}
}
