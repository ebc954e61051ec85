package io.tollgate.core.system;

/** The end of the process. */
public interface Exit {

  /**
   * The status of a start that a license or a mistake in policy or settings forbids (EX_CONFIG of
   * sysexits.h).
   */
  int CONFIGURATION = 78;

  /** Ends the JVM at once, without shutdown hooks; returns only in tests. */
  void halt(int status);
}
