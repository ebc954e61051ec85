package io.tollgate.benchmarks;

import java.nio.file.Path;

/** A JDK or JRE to measure on. */
public record JavaHome(Path home) {

  /** The one that runs this. */
  public static JavaHome running() {
    return new JavaHome(Path.of(System.getProperty("java.home")));
  }

  /** Its launcher. */
  public String java() {
    return home.resolve("bin/java").toString();
  }
}
