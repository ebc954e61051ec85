package io.tollgate.core.system;

import java.lang.reflect.InvocationTargetException;

/**
 * This JVM's. Up to JDK 21 a {@link java.io.Console} is there only if standard input and output are
 * both terminals; from 22 on it may always be there, and knows itself whether they are
 * (JDK-8309155). The method is looked up because this is compiled for 17.
 */
public final class JvmTerminal implements Terminal {

  @Override
  @SuppressWarnings("SystemConsoleNull") // which is what this class is about
  public boolean isThere() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
