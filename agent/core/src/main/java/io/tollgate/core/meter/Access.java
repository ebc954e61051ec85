package io.tollgate.core.meter;

/** Lets the agent read properties of the host's objects. */
public interface Access {

  /** Opens the package of a class, which need not be exported, to the agent. */
  void open(Class<?> type);
}
