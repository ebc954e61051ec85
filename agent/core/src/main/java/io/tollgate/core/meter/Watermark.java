package io.tollgate.core.meter;

/**
 * How full a cap is, in the steps that are told: 75, 80 and 100 percent. A step is left only when
 * use has fallen five points below it, so that a key that comes and goes is not told of each time.
 */
final class Watermark {
  private static final int[] STEPS = {75, 80, 100};
  private static final int HYSTERESIS = 5;
  private static final int WHOLE = 100;

  private int step;

  /**
   * Takes note of how full it is now.
   *
   * @return the step, in percent, if it is higher than the one before; 0 if there is nothing to
   *     tell
   */
  int rise(long used, long limit) {
    int reached = 0;
    for (int percent : STEPS) {
      boolean stays = percent <= step && isAbove(used, limit, percent - HYSTERESIS);
      if (stays || isAbove(used, limit, percent)) {
        reached = percent;
      }
    }
    boolean rises = reached > step;
    step = reached;
    return rises ? reached : 0;
  }

  private static boolean isAbove(long used, long limit, int percent) {
    // A cap of nothing has no place that could be used up.
    return limit > 0 && (double) used * WHOLE >= (double) limit * percent;
  }
}
