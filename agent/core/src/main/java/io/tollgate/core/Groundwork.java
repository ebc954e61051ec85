package io.tollgate.core;

import io.tollgate.core.answer.Answers;
import io.tollgate.core.answer.WovenEntries;
import io.tollgate.core.gate.ClassFiles;
import io.tollgate.core.gate.GateInstaller;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.QueuedConsole;
import io.tollgate.core.weave.Weaving;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.ClaimPath;
import io.tollgate.verifier.text.JsonNumber;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Optional;

/**
 * What a start needs whatever the license says, done beside the verification on a second core: the
 * gate is defined, closed, and the weaver is loaded by weaving the probe once in vain. Over before
 * the transformer is registered, so that no class of the gates' weaver is loaded under its own
 * eyes.
 */
final class Groundwork implements Runnable {
  private final Instrumentation instrumentation;
  private final AgentJar jar;
  private final GateKeeper gates;
  private Optional<Thread> thread = Optional.empty();
  private Optional<Throwable> problem = Optional.empty();

  private Groundwork(Instrumentation instrumentation, AgentJar jar, GateKeeper gates) {
    this.instrumentation = instrumentation;
    this.jar = jar;
    this.gates = gates;
  }

  static Groundwork begin(Instrumentation instrumentation, AgentJar jar, GateKeeper gates) {
    Groundwork groundwork = new Groundwork(instrumentation, jar, gates);
    groundwork.thread = Optional.of(DaemonThreads.start("tollgate-groundwork", groundwork));
    return groundwork;
  }

  @Override
  public void run() {
    try {
      ClassFiles classFiles = new JarClassFiles(jar);
      GateInstaller.install(instrumentation, classFiles, gates);
      Weaving.rehearse(classFiles.read(Weaving.PROBE));
      Ahead.load();
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

  /**
   * What the main thread asks for after the verification, which takes it longer than the rehearsal
   * takes this one. Any other class would do as well: whoever comes first loads it.
   */
  private static final class Ahead {
    private static final ErrorCode[] INITIALIZED = ErrorCode.values();

    /** Named, and thereby loaded. */
    private static final Class<?>[] LOADED = {
      License.class,
      License.Terms.class,
      Entitlements.class,
      JsonNumber.class,
      ClaimPath.class,
      LicenseStatus.class,
      Lifecycle.class,
      Kind.class,
      Refusal.class,
      MeterMaker.class,
      QueuedConsole.class,
      WovenGates.class,
      WovenEntries.class,
      Answers.class,
      Duty.class,
    };

    static int load() {
      return INITIALIZED.length + LOADED.length;
    }
  }

  private record JarClassFiles(AgentJar jar) implements ClassFiles {
    @Override
    public byte[] read(String name) throws IOException {
      return jar.classFile(name);
    }
  }
}
