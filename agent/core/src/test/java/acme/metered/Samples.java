package acme.metered;

import io.tollgate.api.Licensed;

/** Methods of a product, to be counted: a pattern means nothing of Tollgate's own. */
public final class Samples {
  private Samples() {}

  /** Methods whose first argument is counted. */
  public static class Metered {
    public Metered() {}

    public Metered(int first, String second) {
      this();
    }

    public static long ofNumbers(long number, double other) {
      return number + (long) other;
    }

    public char ofChar(char c, boolean flag) {
      return flag ? c : ' ';
    }

    public Object two(Object first, long second, String third) {
      return first;
    }

    public int none() {
      return 1;
    }

    @Licensed(cap = "room")
    public static int more() {
      return 1;
    }
  }

  /** Implemented by a lambda that captures something. */
  public interface Job {
    String run(int times, Thread worker);
  }

  /** Makes such lambdas. */
  public static class Jobs {
    public static Job captures(long number, String text) {
      return (times, worker) -> text + number + times;
    }
  }
}
