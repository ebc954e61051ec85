package io.tollgate.benchmarks.subject;

import io.tollgate.api.Licensed;

/** A program that calls one gated method and ends. Without Tollgate the annotation does nothing. */
public final class SmallMain {
  /** What the gated method says. */
  public static final String SAVED = "saved";

  private SmallMain() {}

  public static void main(String[] arguments) {
    System.out.println(save());
  }

  @Licensed
  static String save() {
    return SAVED;
  }
}
