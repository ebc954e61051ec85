package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Console;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.QueuedConsole;
import io.tollgate.core.system.StandardError;
import io.tollgate.core.weave.Weaving;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The agent's start in a JVM whose application runs. It ends no JVM: a license that does not count
 * closes gates, whatever the policy says of starts, and after a mistake in settings or policy
 * nothing has changed. The answer is the license's state, or one line that begins with a code.
 */
public final class AttachedStart implements BiFunction<String, Instrumentation, String> {
  private final Environment environment = new JvmEnvironment();
  private final FileSystem files = new LocalFiles();

  /** What the host has made of {@code System.err} since is its own code. */
  private final Console console = StandardError.ofTheProcess();

  /** Made by the premain class, which knows this one by name only. */
  public AttachedStart() {}

  /** Settings, verify, weave, open or close, say so, watch. */
  @Override
  public String apply(String argument, Instrumentation instrumentation) {
    boolean json = SettingsReader.json(argument, environment);
    Announcer announcer = new Announcer(console, json, "the agent", "", "");
    try {
      Settings settings = SettingsReader.read(argument, environment);
      AgentJar jar = AgentJar.ofThisClass();
      Policy policy = Policies.ofAgent(jar, settings.policyFile(), files);
      List<TokenPlace> places = AgentStart.places(policy, settings, environment, files);
      announcer = AgentStart.announcer(console, policy, settings, places);
      Inquiry inquiry = Inquiry.open(policy, settings, places, environment, files);
      // From here on the JVM is another: whoever gave the agent a wrong word has heard of it by
      // now.
      GateKeeper gates = new GateKeeper();
      Groundwork.begin(instrumentation, jar, gates).await();
      if (settings.policyFile().isPresent()) {
        announcer.remark("UNSEALED agent, judging by " + settings.policyFile().get());
      }
      inquiry.tellProblems(announcer);
      LicenseStatus status = inquiry.status();
      announcer.whenAttached(status);
      QueuedConsole voice = new QueuedConsole(console);
      Announcer herald = AgentStart.announcer(voice, policy, settings, places);
      WovenGates woven = new WovenGates();
      new MeterMaker(inquiry, instrumentation).register(gates);
      Weaving weaving = AgentStart.weave(instrumentation, policy, gates, herald, woven);
      AgentStart.rule(gates, policy);
      // Before the classes that run already are woven: no licensed call of theirs is to be denied.
      gates.changed(status);
      begin(inquiry, gates, weaving, woven, herald, voice);
      return status.state().name();
    } catch (RefusedException e) {
      announcer.problem("it is not attached", e.refusal());
      return e.refusal().code().code() + " " + e.refusal().message();
    }
  }

  /** The gates are open here: whatever fails now would leave them so, with nobody to watch. */
  private static void begin(
      Inquiry inquiry,
      GateKeeper gates,
      Weaving weaving,
      WovenGates woven,
      Announcer herald,
      QueuedConsole voice) {
    boolean begun = false;
    try {
      weaving.weaveLoaded();
      Duty.begin(inquiry, gates, weaving, woven, herald, voice);
      begun = true;
    } finally {
      if (!begun) {
        gates.block(new Refusal(ErrorCode.START_FAILED, ""));
      }
    }
  }
}
