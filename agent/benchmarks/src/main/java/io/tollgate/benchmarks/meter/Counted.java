package io.tollgate.benchmarks.meter;

/** A method that nobody counts, and the same to the letter that the policy counts. */
final class Counted {
  private int count;

  /** What a key is a property of. */
  record Order(String id) {}

  int uncounted(String key) {
    count += key.length();
    return count;
  }

  int text(String key) {
    count += key.length();
    return count;
  }

  int property(Order order) {
    count += order.id().length();
    return count;
  }

  int rolling(String key) {
    count += key.length();
    return count;
  }
}
