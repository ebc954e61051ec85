package io.tollgate.core;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.meter.Meters;
import java.lang.instrument.Instrumentation;
import java.util.function.Supplier;

/** Makes what counts under caps, when the first metered call or the first question comes. */
record MeterMaker(Inquiry inquiry, Instrumentation instrumentation) implements Supplier<Meters> {
  void register(GateKeeper gates) {
    gates.meterBy(this, inquiry.policy().gates().countsAnything());
  }

  @Override
  public Meters get() {
    return new Meters(
        inquiry.policy().gates(),
        inquiry.store().get().meters(),
        inquiry.clock(),
        new HostAccess(instrumentation));
  }
}
