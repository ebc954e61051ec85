package io.tollgate.core.weave;

/**
 * Is told when a class that has gates could not be woven. The JVM swallows what a transformer
 * throws.
 */
public interface WeaveFailures {

  /**
   * The class runs without its gates.
   *
   * @param className binary name
   * @param problem what went wrong
   */
  void failed(String className, Throwable problem);
}
