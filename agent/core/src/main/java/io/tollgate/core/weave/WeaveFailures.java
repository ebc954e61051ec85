package io.tollgate.core.weave;

/** Is told what could not be gated. The JVM swallows what a transformer throws. */
public interface WeaveFailures {

  /**
   * A class that has gates could not be woven and runs without them.
   *
   * @param className binary name
   * @param problem what went wrong
   */
  void failed(String className, Throwable problem);

  /**
   * Something is marked that no gate can be put in front of: a native method, say.
   *
   * @param className binary name
   * @param what the method, and why
   */
  void notGated(String className, String what);

  /**
   * A servlet or filter chain could not be woven: denied calls that nobody handles are not answered
   * there. Gates are not concerned.
   *
   * @param className binary name
   * @param problem what went wrong
   */
  void withoutAnswer(String className, Throwable problem);
}
