package io.tollgate.benchmarks.subject;

/** A program that does nothing: what every start of a JVM costs. */
public final class EmptyMain {
  private EmptyMain() {}

  public static void main(String[] arguments) {}
}
