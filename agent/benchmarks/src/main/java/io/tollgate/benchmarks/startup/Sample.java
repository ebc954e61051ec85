package io.tollgate.benchmarks.startup;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A median and how sure it is. */
record Sample(double median, double low, double high) {
  private static final int RESAMPLES = 5_000;
  private static final double TAIL = 0.025;

  /**
   * The median with its 95 % interval by the percentile bootstrap, which assumes nothing about how
   * start-up times are spread. The same values give the same interval.
   */
  static Sample of(List<Double> values) {
    double[] sample = values.stream().mapToDouble(Double::doubleValue).toArray();
    Random random = new Random(sample.length);
    double[] medians = new double[RESAMPLES];
    double[] resample = new double[sample.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < sample.length; j++) {
        resample[j] = sample[random.nextInt(sample.length)];
      }
      medians[i] = median(resample);
    }
    Arrays.sort(medians);
    return new Sample(
        median(sample), medians[(int) (RESAMPLES * TAIL)], medians[(int) (RESAMPLES * (1 - TAIL))]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
