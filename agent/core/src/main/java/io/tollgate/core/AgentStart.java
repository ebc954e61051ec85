package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.answer.Answers;
import io.tollgate.core.answer.WovenEntries;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.source.EnvironmentVariable;
import io.tollgate.core.source.MountedFile;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Console;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.Exit;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.JvmExit;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.QueuedConsole;
import io.tollgate.core.system.StandardError;
import io.tollgate.core.weave.WeaveFailures;
import io.tollgate.core.weave.Weaving;
import io.tollgate.core.weave.WovenGates;
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
  private final Exit exit = new JvmExit();

  /** Made by the premain class, which knows this one by name only. */
  public AgentStart() {}

  /** Settings, verify, banner or error, weave, halt or watch. */
  @Override
  public void accept(String argument, Instrumentation instrumentation) {
    Announcer announcer = new Announcer(new StandardError(), false, "the agent", "", "");
    try {
      boolean json = SettingsReader.json(argument, environment);
      announcer = new Announcer(new StandardError(), json, "the agent", "", "");
      Settings settings = SettingsReader.read(argument, environment);
      AgentJar jar = AgentJar.ofThisClass();
      GateKeeper gates = new GateKeeper();
      Groundwork groundwork = Groundwork.begin(instrumentation, jar, gates);
      Policy policy = Policies.ofAgent(jar, settings.policyFile(), files);
      if (settings.policyFile().isPresent()) {
        announcer.remark("UNSEALED agent, judging by " + settings.policyFile().get());
      }
      List<TokenPlace> places = places(policy, settings, environment, files);
      announcer = announcer(new StandardError(), policy, settings, places);
      Inquiry inquiry = Inquiry.open(policy, settings, places, environment, files);
      new MeterMaker(inquiry, instrumentation).register(gates);
      inquiry.tellProblems(announcer);
      LicenseStatus status = inquiry.status();
      announcer.atStart(status);
      groundwork.await();
      // From here on others print: neither the transformer nor the watch may wait for a reader.
      QueuedConsole voice = new QueuedConsole(new StandardError());
      Announcer herald = announcer(voice, policy, settings, places);
      WovenGates woven = new WovenGates();
      Weaving weaving = weave(instrumentation, policy, gates, herald, woven);
      weaving.weaveLoaded();
      // Only now, with closed gates, because foreign code may run before the JVM has ended.
      if (status.atStart().equals(Optional.of(OnProblem.HALT))) {
        exit.halt(Exit.CONFIGURATION);
        return;
      }
      // Before the watch begins: what was judged here must not overwrite what it finds.
      rule(gates, policy);
      gates.changed(status);
      Duty.begin(inquiry, gates, weaving, woven, herald, voice);
    } catch (RefusedException e) {
      announcer.problem("it cannot start", e.refusal());
      exit.halt(Exit.CONFIGURATION);
    }
  }

  static List<TokenPlace> places(
      Policy policy, Settings settings, Environment environment, FileSystem files) {
    List<TokenPlace> places = new ArrayList<>();
    if (policy.tokens().env().isPresent()) {
      places.add(new EnvironmentVariable(policy.tokens().env().get(), environment));
    }
    places.add(new MountedFile(settings.tokenFile().orElse(policy.tokens().file()), files));
    return places;
  }

  static Announcer announcer(
      Console console, Policy policy, Settings settings, List<TokenPlace> places) {
    StringBuilder names = new StringBuilder();
    for (TokenPlace place : places) {
      names.append(names.length() == 0 ? "" : ", ").append(place.name());
    }
    if (settings.store().url().isPresent()) {
      names.append(", the store");
    }
    return new Announcer(
        console, settings.json(), policy.productName(), policy.productContact(), names.toString());
  }

  /** What the policy says of all gates. */
  static void rule(GateKeeper gates, Policy policy) {
    if (!policy.entitlements().features().isEmpty()) {
      gates.goByFeatures();
    }
    if (policy.gates().observes()) {
      gates.observe();
    }
  }

  /** The gates stay closed until the probe has shown that they bite. */
  static Weaving weave(
      Instrumentation instrumentation,
      Policy policy,
      GateKeeper gates,
      Announcer announcer,
      WovenGates woven)
      throws RefusedException {
    WovenEntries entries = new WovenEntries();
    Weaving weaving =
        Weaving.begin(
            instrumentation, policy.gates(), new CloseAndSay(gates, announcer), woven, entries);
    gates.settleBy(weaving.settlement());
    gates.answerBy(new Answers(gates, entries));
    if (!weaving.bites()) {
      throw new RefusedException(ErrorCode.PROBE_PASSED, "");
    }
    return weaving;
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

    @Override
    public void withoutAnswer(String className, Throwable problem) {
      announcer.problem(
          "a servlet does not answer denied calls",
          new Refusal(ErrorCode.ENTRY_NOT_WOVEN, "It is " + className + " (" + problem + ")."));
    }

    @Override
    public void notGated(String className, String what) {
      announcer.problem(
          "a method is not gated",
          new Refusal(ErrorCode.METHOD_NOT_GATED, "It is " + className + ": " + what + "."));
    }
  }
}
