package io.tollgate.core.meter;

import java.util.function.Function;

/** What the gate asks where a mark names a cap: whether there would be room for another key. */
record Room(Tally tally) implements Function<Object, String[]> {
  @Override
  public String[] apply(Object nothing) {
    return Meter.answer(tally.refusalOfAnother());
  }
}
