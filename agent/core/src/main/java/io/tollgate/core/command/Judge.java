package io.tollgate.core.command;

import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.remote.Knowledge;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges tokens as the agent would at this installation, with this environment. */
public final class Judge {
  private final Verifier verifier;
  private final Revocations revocations;
  private final List<Refusal> problems = new ArrayList<>();

  /**
   * A judge by that policy.
   *
   * @param installation the installation's id; the setting {@code installation.id} if empty
   * @throws RefusedException if that setting, or {@code state.dir}, cannot be used
   */
  Judge(Policy policy, Optional<String> installation, FileSystem files, Environment environment)
      throws RefusedException {
    Knowledge knowledge =
        Knowledge.of(
            policy,
            StateFolder.toRead(SettingsReader.stateFolder(environment), files),
            files,
            environment);
    this.revocations = knowledge.revocations();
    this.verifier =
        new Verifier(
            policy,
            knowledge.trust().keys(),
            installation.isPresent() ? installation : SettingsReader.installation(environment));
    knowledge.trust().problem().ifPresent(problems::add);
    revocations.problem().ifPresent(problems::add);
  }

  /**
   * A judge by a policy in a file, with this machine's environment.
   *
   * @throws RefusedException if the policy is not sound
   */
  public static Judge ofFile(String policy, Optional<String> installation) throws RefusedException {
    FileSystem files = new LocalFiles();
    return new Judge(
        Policies.ofCommand(AgentJar.ofThisClass(), Optional.of(policy), files),
        installation,
        files,
        new JvmEnvironment());
  }

  /**
   * Judges a token.
   *
   * @param place what to call the place that it comes from
   */
  public Verdict judge(byte[] token, String place) {
    return revocations.judge(verifier.verify(token, place));
  }

  /** What does not decide, and should be known: a key or denylist that was not taken. */
  List<Refusal> problems() {
    return List.copyOf(problems);
  }

  Verdict judge(TokenArgument token) throws IOException {
    return revocations.judge(token.verify(verifier));
  }
}
