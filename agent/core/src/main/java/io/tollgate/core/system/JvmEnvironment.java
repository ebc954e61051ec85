package io.tollgate.core.system;

import java.util.Optional;

/** This JVM's. */
public final class JvmEnvironment implements Environment {

  @Override
  public Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name));
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }
}
