package io.tollgate.core;

import io.tollgate.core.answer.WovenEntries;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.weave.Unheard;
import io.tollgate.core.weave.Weaving;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.GateRules;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/**
 * The agent in one of the JDK's own tools: without a word, without a look at the license, and with
 * closed gates. A tool has no gated classes, and what it may be talked into running (an annotation
 * processor, a doclet, the product itself under forged launcher properties) has.
 */
public final class ToolStart implements BiConsumer<String, Instrumentation> {
  private final Environment environment = new JvmEnvironment();
  private final FileSystem files = new LocalFiles();

  /** Made by the premain class, which knows this one by name only. */
  public ToolStart() {}

  @Override
  public void accept(String argument, Instrumentation instrumentation) {
    try {
      AgentJar jar = AgentJar.ofThisClass();
      GateRules rules =
          Policies.gates(jar, SettingsReader.read(argument, environment).policyFile(), files);
      Groundwork.begin(instrumentation, jar, new GateKeeper()).await();
      Weaving.begin(instrumentation, rules, new Unheard(), new WovenGates(), new WovenEntries());
    } catch (RefusedException e) {
      // A mistake in policy or settings is for the application to report. No gate was opened.
      return;
    }
  }
}
