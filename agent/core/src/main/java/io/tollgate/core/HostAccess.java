package io.tollgate.core;

import io.tollgate.core.meter.Access;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * Opens packages of the host's modules to the agent, and to nobody else. Those of the JDK stay as
 * they are: no key of a vendor's lies there, and who opens them opens the gate.
 */
record HostAccess(Instrumentation instrumentation) implements Access {
  @Override
  public void open(Class<?> type) {
    Module module = type.getModule();
    Module agent = HostAccess.class.getModule();
    if (module.isNamed() && !isOfJdk(module) && !module.isOpen(type.getPackageName(), agent)) {
      instrumentation.redefineModule(
          module,
          Set.of(),
          Map.of(),
          Map.of(type.getPackageName(), Set.of(agent)),
          Set.of(),
          Map.of());
    }
  }

  private static boolean isOfJdk(Module module) {
    return module.getLayer() == ModuleLayer.boot()
        && (module.getName().startsWith("java.") || module.getName().startsWith("jdk."));
  }
}
