package io.tollgate.verifier.fuzz;

import com.sun.management.ThreadMXBean;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.JsonException;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What every parser owes for every input: a result or one of the two exceptions of ours, in little
 * time, with little memory.
 */
public final class Bounds {
  public static final long MOST_MILLIS = 50;
  public static final long MOST_BYTES = 8 << 20;

  /**
   * The first run pays for loading classes, which Jazzer instruments, the JIT, the heap and
   * whatever else the machine does: the best counts, and the first alone condemns nothing.
   */
  private static final int MOST_RUNS = 20;

  /** What takes longer than this does not become fast. */
  private static final long HOPELESS_NANOS = 1_000_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A parser under test. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse() throws RefusedException, JsonException;
  }

  private Bounds() {}

  /**
   * Parses, again if it took long.
   *
   * @return what came out; empty if the input was refused
   * @throws AssertionError if no run stayed within the bounds
   */
  public static <T> Optional<T> hold(Parser<T> parser) {
    long leastNanos = Long.MAX_VALUE;
    long leastBytes = Long.MAX_VALUE;
    for (int run = 0; run < MOST_RUNS && (run < 2 || leastNanos < HOPELESS_NANOS); run++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long nanos = System.nanoTime();
      Optional<T> result = parsed(parser);
      leastNanos = Math.min(leastNanos, System.nanoTime() - nanos);
      leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - bytes);
      if (leastNanos <= MOST_MILLIS * 1_000_000 && leastBytes <= MOST_BYTES) {
        return result;
      }
    }
    throw new AssertionError(
        "At best it took " + leastNanos / 1_000_000 + " ms and " + leastBytes / 1024 + " KiB.");
  }

  private static <T> Optional<T> parsed(Parser<T> parser) {
    try {
      return Optional.of(parser.parse());
    } catch (RefusedException | JsonException e) {
      return Optional.empty();
    }
  }
}
