package io.tollgate.core.system;

import java.util.Optional;

/** System properties and environment variables. */
public interface Environment {

  Optional<String> property(String name);

  Optional<String> variable(String name);
}
