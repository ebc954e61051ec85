package io.tollgate.core.source;

import io.tollgate.core.system.Environment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The environment variable that the policy may name. It cannot change while the JVM runs. */
public final class EnvironmentVariable implements TokenPlace {
  private final String variable;
  private final Environment environment;

  public EnvironmentVariable(String variable, Environment environment) {
    this.variable = variable;
    this.environment = environment;
  }

  @Override
  public String name() {
    return "the environment variable " + variable;
  }

  @Override
  public PlaceContent read() {
    Optional<String> value = environment.variable(variable);
    return value.isPresent()
        ? new PlaceContent.Found(value.get().getBytes(StandardCharsets.UTF_8))
        : new PlaceContent.Nothing();
  }
}
