package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Watch;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.source.EnvironmentVariable;
import io.tollgate.core.source.MountedFile;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.Exit;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.JvmExit;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.StandardError;
import io.tollgate.core.system.SystemClock;
import io.tollgate.core.weave.WeaveFailures;
import io.tollgate.core.weave.Weaving;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The agent's start, on the host's main thread before its {@code main}. */
public final class AgentStart implements BiConsumer<String, Instrumentation> {
  private final Environment environment = new JvmEnvironment();
  private final FileSystem files = new LocalFiles();
  private final Clock clock = new SystemClock();
  private final Exit exit = new JvmExit();

  /** Made by the premain class, which knows this one by name only. */
  public AgentStart() {}

  /** Settings, verify, halt or banner, weave, watch. */
  @Override
  public void accept(String argument, Instrumentation instrumentation) {
    Announcer announcer = new Announcer(new StandardError(), false, "the agent", "", "");
    try {
      Settings settings = SettingsReader.read(argument, environment);
      AgentJar jar = AgentJar.ofThisClass();
      GateKeeper gates = new GateKeeper();
      Groundwork groundwork = Groundwork.begin(instrumentation, jar, gates);
      announcer = new Announcer(new StandardError(), settings.json(), "the agent", "", "");
      Policy policy = Policies.find(jar, settings.policyFile(), files);
      if (!jar.isSealed()) {
        announcer.remark("UNSEALED agent, judging by " + settings.policyFile().orElse("no policy"));
      }
      List<TokenPlace> places = places(policy, settings);
      announcer = announcer(policy, settings, places);
      LicenseKeeper keeper =
          new LicenseKeeper(new Verifier(policy), policy.rules(), places, clock.now());
      LicenseStatus status = keeper.status();
      announcer.atStart(status);
      if (status.atStart().equals(Optional.of(OnProblem.HALT))) {
        exit.halt(Exit.CONFIGURATION);
        return;
      }
      groundwork.await();
      weave(instrumentation, policy, gates, announcer);
      gates.changed(status);
      watch(keeper, gates, announcer, policy, settings);
    } catch (RefusedException e) {
      announcer.problem("it cannot start", e.refusal());
      exit.halt(Exit.CONFIGURATION);
    }
  }

  private List<TokenPlace> places(Policy policy, Settings settings) {
    List<TokenPlace> places = new ArrayList<>();
    if (policy.tokenEnv().isPresent()) {
      places.add(new EnvironmentVariable(policy.tokenEnv().get(), environment));
    }
    places.add(new MountedFile(settings.tokenFile().orElse(policy.tokenFile()), files));
    return places;
  }

  private static Announcer announcer(Policy policy, Settings settings, List<TokenPlace> places) {
    StringBuilder names = new StringBuilder();
    for (TokenPlace place : places) {
      names.append(names.length() == 0 ? "" : ", ").append(place.name());
    }
    return new Announcer(
        new StandardError(),
        settings.json(),
        policy.productName(),
        policy.productContact(),
        names.toString());
  }

  /** The gates stay closed until the probe has shown that they bite. */
  private static void weave(
      Instrumentation instrumentation, Policy policy, GateKeeper gates, Announcer announcer)
      throws RefusedException {
    Weaving weaving =
        Weaving.begin(instrumentation, policy.gateAnnotations(), new CloseAndSay(gates, announcer));
    if (!weaving.bites()) {
      throw new RefusedException(ErrorCode.PROBE_PASSED, "");
    }
    weaving.weaveLoaded();
  }

  private void watch(
      LicenseKeeper keeper,
      GateKeeper gates,
      Announcer announcer,
      Policy policy,
      Settings settings) {
    keeper.add(gates);
    keeper.add(announcer);
    long reverify = policy.reverify().after(0);
    Watch.start(
        new Watch(
            keeper, clock, settings.pollMillis(), reverify, new CloseForGood(gates, announcer)));
  }

  /** A class that should be gated and is not: no gate can be trusted to mean anything any more. */
  private record CloseAndSay(GateKeeper gates, Announcer announcer) implements WeaveFailures {
    @Override
    public void failed(String className, Throwable problem) {
      Refusal refusal =
          new Refusal(ErrorCode.WEAVE_FAILED, "It is " + className + " (" + problem + ").");
      if (gates.block(refusal)) {
        announcer.problem("licensed functions are closed", refusal);
      }
    }
  }

  /** Nobody looks at the clock any more. */
  private record CloseForGood(GateKeeper gates, Announcer announcer) implements Runnable {
    @Override
    public void run() {
      Refusal refusal = new Refusal(ErrorCode.WATCH_DIED, "");
      if (gates.block(refusal)) {
        announcer.problem("licensed functions are closed", refusal);
      }
    }
  }
}
