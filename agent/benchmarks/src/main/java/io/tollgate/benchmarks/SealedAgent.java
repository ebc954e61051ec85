package io.tollgate.benchmarks;

import java.nio.file.Path;

/** A sealed agent and a license that is good for it. */
public record SealedAgent(Path jar, Path token) {

  /** The JVM option for a licensed start. */
  public String licensed() {
    return "-javaagent:" + jar + "=token.file=" + token;
  }

  /** The JVM option for a start with closed gates: there is no license. */
  public String closed() {
    return "-javaagent:" + jar + "=token.file=" + token + ".absent";
  }
}
