package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.JavaHome;
import java.io.IOException;

/** What is started, again and again. */
interface Program {

  /**
   * Starts it once.
   *
   * @return ms
   * @throws IOException if the run did not do what it should: it must not count as fast
   */
  double start(JavaHome java, Variant variant) throws IOException, InterruptedException;
}
