package io.tollgate.core.system;

/** Where the agent speaks. */
public interface Console {

  /** Prints lines together, each ended, and flushes. */
  void print(String lines);
}
