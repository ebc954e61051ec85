package io.tollgate.benchmarks.gate;

/** An order whose methods have no gate; otherwise {@link GatedOrder} to the letter. */
final class UngatedOrder implements Order {
  private int count;

  @Override
  public int count(int more) {
    count += more;
    return count;
  }

  @Override
  public String line(int quantity) {
    return "order of " + quantity + " pieces, " + count + " before";
  }
}
