package io.tollgate.benchmarks.meter;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Calls of metered methods with keys that are known, and of one that is not metered. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MeterBenchmark {
  private static final int KEYS = 256;

  private final Counted counted = new Counted();
  private final String[] keys = new String[KEYS];
  private final Counted.Order[] orders = new Counted.Order[KEYS];
  private int next;

  /** Keys that the JVM has not seen as constants. */
  public MeterBenchmark() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "customer-" + i;
      orders[i] = new Counted.Order(keys[i]);
    }
  }

  private int next() {
    next = (next + 1) % KEYS;
    return next;
  }

  @Benchmark
  public int uncounted() {
    return counted.uncounted(keys[next()]);
  }

  @Benchmark
  public int text() {
    return counted.text(keys[next()]);
  }

  @Benchmark
  public int property() {
    return counted.property(orders[next()]);
  }

  @Benchmark
  public int rolling() {
    return counted.rolling(keys[next()]);
  }
}
