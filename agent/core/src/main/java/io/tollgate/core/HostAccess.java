package io.tollgate.core;

import io.tollgate.core.meter.Access;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Opens packages of the host's modules to the agent, and to nobody else. */
record HostAccess(Instrumentation instrumentation) implements Access {
  @Override
  public void open(Class<?> type) {
    Module module = type.getModule();
    Module agent = HostAccess.class.getModule();
    if (module.isNamed() && !module.isOpen(type.getPackageName(), agent)) {
      instrumentation.redefineModule(
          module,
          Set.of(),
          Map.of(),
          Map.of(type.getPackageName(), Set.of(agent)),
          Set.of(),
          Map.of());
    }
  }
}
