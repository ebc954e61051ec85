package io.tollgate.core.system;

/** Ends this JVM. */
public final class JvmExit implements Exit {

  @Override
  public void halt(int status) {
    Runtime.getRuntime().halt(status);
  }
}
