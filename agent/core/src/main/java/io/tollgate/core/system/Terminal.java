package io.tollgate.core.system;

/** Whether a person reads along. */
public interface Terminal {

  /** Whether this process speaks to a terminal, and not to a file or to another program. */
  boolean isThere();
}
