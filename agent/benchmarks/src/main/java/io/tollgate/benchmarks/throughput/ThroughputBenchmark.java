package io.tollgate.benchmarks.throughput;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One license verified again and again. Each call is timed, so that the median can be taken: what
 * else the machine does while one call runs is not in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 2, time = 1)
@NullUnmarked // JMH sets what the constructor does not
public class ThroughputBenchmark {
  @Param private TokenKind kind;
  @Param private Library library;

  private Verification verification;
  private String token;

  /** Makes sure that the library reads the token and refuses a forged one. */
  @Setup
  public void prepare() throws Exception {
    SignedToken signed = SignedToken.of(kind);
    token = signed.text();
    verification = library.of(signed);
    if (!verification.verify(token).equals(SignedToken.CLAIMS)) {
      throw new IllegalStateException("The token says something else.");
    }
    if (takes(signed.forged())) {
      throw new IllegalStateException("A forged token was taken.");
    }
  }

  @Benchmark
  public Object verify() throws Exception {
    return verification.verify(token);
  }

  private boolean takes(String forged) {
    try {
      verification.verify(forged);
      return true;
    } catch (Exception refused) {
      return false;
    }
  }
}
