package io.tollgate.core;

import io.tollgate.core.answer.Answers;
import io.tollgate.core.gate.ClassFiles;
import io.tollgate.core.gate.GateInstaller;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.weave.Weaving;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Optional;

/**
 * What a start needs whatever the license says, done beside the verification on a second core: the
 * gate is defined, closed, and the weaver is loaded by weaving the probe once in vain. Over before
 * the transformer is registered, so that no class of the weaver is loaded under its own eyes.
 */
final class Groundwork implements Runnable {
  private final Instrumentation instrumentation;
  private final AgentJar jar;
  private final GateKeeper gates;
  private final Answers answers;
  private Optional<Thread> thread = Optional.empty();
  private Optional<Throwable> problem = Optional.empty();

  private Groundwork(
      Instrumentation instrumentation, AgentJar jar, GateKeeper gates, Answers answers) {
    this.instrumentation = instrumentation;
    this.jar = jar;
    this.gates = gates;
    this.answers = answers;
  }

  static Groundwork begin(
      Instrumentation instrumentation, AgentJar jar, GateKeeper gates, Answers answers) {
    Groundwork groundwork = new Groundwork(instrumentation, jar, gates, answers);
    groundwork.thread = Optional.of(DaemonThreads.start("tollgate-groundwork", groundwork));
    return groundwork;
  }

  @Override
  public void run() {
    try {
      ClassFiles classFiles = new JarClassFiles(jar);
      GateInstaller.install(instrumentation, classFiles, gates, answers);
      Weaving.rehearse(classFiles.read(Weaving.PROBE));
    } catch (Throwable e) {
      problem = Optional.of(e);
    }
  }

  /**
   * Waits until all is done.
   *
   * @throws RefusedException if this JVM does not let the gate in
   */
  void await() throws RefusedException {
    try {
      thread.orElseThrow().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = Optional.of(e);
    }
    if (problem.isPresent()) {
      throw new RefusedException(ErrorCode.GATE_NOT_INSTALLED, "(" + problem.get() + ")");
    }
  }

  private record JarClassFiles(AgentJar jar) implements ClassFiles {
    @Override
    public byte[] read(String name) throws IOException {
      return jar.classFile(name);
    }
  }
}
