package io.tollgate.core.weave;

import java.util.List;

/** Gates that nobody wove, for tests of those who report them. */
public final class GatesForTests {
  private GatesForTests() {}

  /** A class with one gate. */
  public static void add(WovenGates woven, String className, String method, String demand) {
    woven.add(GatesForTests.class.getClassLoader(), className, List.of(new Gate(method, demand)));
  }
}
