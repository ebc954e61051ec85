package io.tollgate.core.net;

import io.tollgate.core.system.Environment;
import java.util.Map;
import java.util.Optional;

/** A machine with these variables and properties and no others. */
record Machine(Map<String, String> variables, Map<String, String> properties)
    implements Environment {
  static final Machine PLAIN = new Machine(Map.of(), Map.of());

  @Override
  public Optional<String> property(String name) {
    return Optional.ofNullable(properties.get(name));
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }
}
