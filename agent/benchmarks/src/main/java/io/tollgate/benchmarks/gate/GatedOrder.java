package io.tollgate.benchmarks.gate;

import io.tollgate.api.Licensed;

/** An order whose methods are gated; otherwise {@link UngatedOrder} to the letter. */
final class GatedOrder implements Order {
  private int count;

  @Licensed
  @Override
  public int count(int more) {
    count += more;
    return count;
  }

  @Licensed
  @Override
  public String line(int quantity) {
    return "order of " + quantity + " pieces, " + count + " before";
  }
}
