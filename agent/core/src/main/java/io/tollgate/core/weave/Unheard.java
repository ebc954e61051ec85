package io.tollgate.core.weave;

/** Tells nobody: where nothing may be said, or nothing can fail that is not noticed otherwise. */
public final class Unheard implements WeaveFailures {

  public Unheard() {}

  @Override
  public void failed(String className, Throwable problem) {}

  @Override
  public void withoutAnswer(String className, Throwable problem) {}

  @Override
  public void notGated(String className, String what) {}
}
