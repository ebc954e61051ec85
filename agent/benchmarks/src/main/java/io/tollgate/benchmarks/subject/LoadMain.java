package io.tollgate.benchmarks.subject;

/** Loads and initializes many classes, and prints how many and in how many ns. */
public final class LoadMain {
  private LoadMain() {}

  /** Takes what their names begin with, and how many there are: a number ends each name. */
  public static void main(String[] arguments) throws ClassNotFoundException {
    String prefix = arguments[0];
    int count = Integer.parseInt(arguments[1]);
    int loaded = 0;
    long before = System.nanoTime();
    for (int i = 0; i < count; i++) {
      loaded += Class.forName(prefix + i) == null ? 0 : 1;
    }
    long after = System.nanoTime();
    System.out.println(loaded + " " + (after - before));
  }
}
