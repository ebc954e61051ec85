package io.tollgate.core.command;

import io.tollgate.core.policy.Policies;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** By which policy, for which instant and for which installation a token is judged. */
final class JudgeOptions {
  private final Surroundings surroundings;

  @Option(
      names = "--policy",
      paramLabel = "F",
      description = "The policy; an unsealed jar needs it.")
  private @Nullable String policy;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "Judge at this time: " + When.FORMS + ".")
  private @Nullable String at;

  @Option(
      names = "--installation",
      paramLabel = "ID",
      description = "This installation's id; the setting installation.id by default.")
  private @Nullable String installation;

  JudgeOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Policy policy() throws RefusedException {
    return Policies.ofCommand(
        surroundings.jar(), Optional.ofNullable(policy), surroundings.files());
  }

  /** A judge by that policy. */
  Judge judge(Policy policy) throws RefusedException {
    return new Judge(
        policy,
        Optional.ofNullable(installation),
        surroundings.files(),
        surroundings.environment());
  }

  /** In ms since the epoch. */
  long now() throws CommandException {
    long now = surroundings.clock().now();
    return at == null ? now : When.parse("--at", at, Instant.ofEpochMilli(now)).toEpochMilli();
  }
}
