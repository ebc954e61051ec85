package io.tollgate.benchmarks.gate;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Calls of a gated method and of the same method without a gate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {
  private final GatedOrder gated = new GatedOrder();
  private final UngatedOrder ungated = new UngatedOrder();
  private int quantity = 3;

  @Benchmark
  public int gatedCount() {
    return gated.count(quantity);
  }

  @Benchmark
  public int ungatedCount() {
    return ungated.count(quantity);
  }

  @Benchmark
  public String gatedLine() {
    return gated.line(quantity);
  }

  @Benchmark
  public String ungatedLine() {
    return ungated.line(quantity);
  }
}
