package io.tollgate.core.policy;

import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.GateRules;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.File;
import java.util.Optional;

/** Finds the policy: sealed into the jar, or a file. */
public final class Policies {
  private Policies() {}

  /**
   * The policy of a start: the sealed one, or, in an unsealed jar only, a file.
   *
   * @param file what the setting {@code policy} says
   * @throws RefusedException if there is none, or one too many, or it is not sound
   */
  public static Policy ofAgent(AgentJar jar, Optional<String> file, FileSystem files)
      throws RefusedException {
    if (jar.isSealed() && file.isPresent()) {
      throw new RefusedException(ErrorCode.POLICY_SEALED, "It was told policy=" + file.get() + ".");
    }
    return ofCommand(jar, file, files);
  }

  /**
   * What marks gates, as the policy of a start says, without a look at its keys.
   *
   * @throws RefusedException as {@link #ofAgent}
   */
  public static GateRules gates(AgentJar jar, Optional<String> file, FileSystem files)
      throws RefusedException {
    if (jar.isSealed()) {
      return PolicyReader.gates(AgentJar.POLICY, jar);
    }
    if (file.isEmpty()) {
      throw new RefusedException(ErrorCode.POLICY_ABSENT, "");
    }
    File policy = new File(file.get());
    return PolicyReader.gates(policy.getName(), new PolicyFolder(policy, files));
  }

  /**
   * The policy that a command judges by: a file if one is named, the sealed one otherwise. A
   * command opens no gate, so it may judge by any.
   *
   * @throws RefusedException if there is none, or it is not sound
   */
  public static Policy ofCommand(AgentJar jar, Optional<String> file, FileSystem files)
      throws RefusedException {
    if (file.isPresent()) {
      File policy = new File(file.get());
      return PolicyReader.read(policy.getName(), new PolicyFolder(policy, files));
    }
    if (!jar.isSealed()) {
      throw new RefusedException(ErrorCode.POLICY_ABSENT, "");
    }
    return PolicyReader.read(AgentJar.POLICY, jar);
  }
}
