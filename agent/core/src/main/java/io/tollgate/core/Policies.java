package io.tollgate.core;

import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.File;
import java.util.Optional;

/** Finds the one policy that rules: sealed into the jar, or, in an unsealed jar only, a file. */
public final class Policies {
  private Policies() {}

  /**
   * Reads the policy.
   *
   * @param file what {@code policy=} says
   * @throws RefusedException if there is none, or one too many, or it is not sound
   */
  public static Policy find(AgentJar jar, Optional<String> file, FileSystem files)
      throws RefusedException {
    if (jar.isSealed()) {
      if (file.isPresent()) {
        throw new RefusedException(
            ErrorCode.POLICY_SEALED, "It was told policy=" + file.get() + ".");
      }
      return PolicyReader.read(AgentJar.POLICY, jar);
    }
    if (file.isEmpty()) {
      throw new RefusedException(ErrorCode.POLICY_ABSENT, "");
    }
    File policy = new File(file.get());
    return PolicyReader.read(policy.getName(), new PolicyFolder(policy, files));
  }
}
