package io.tollgate.core.command;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges a token as the agent would. */
@Command(
    name = "verify",
    description = "Judges a token and prints one JSON object.",
    footer = {
      "",
      "Exit status: 0 licensed, 3 grace, 1 not licensed, 2 usage.",
      "Example: verify --file /var/run/secrets/tollgate/token --at 2027-01-01T00:00:00Z"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private static final int LICENSED = 0;
  private static final int NOT_LICENSED = 1;
  private static final int GRACE = 3;

  private final AgentJar jar;
  private final FileSystem files;
  private final Environment environment;
  private final Clock clock;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TokenArgument token;

  @Option(
      names = "--policy",
      paramLabel = "F",
      description = "The policy; an unsealed jar needs it.")
  private @Nullable String policy;

  @Option(names = "--at", paramLabel = "INSTANT", description = "Judge at this time, in UTC.")
  private @Nullable Instant at;

  @Option(
      names = "--installation",
      paramLabel = "ID",
      description = "This installation's id; the setting installation.id by default.")
  private @Nullable String installation;

  VerifyCommand(AgentJar jar, FileSystem files, Environment environment, Clock clock) {
    this.jar = jar;
    this.files = files;
    this.environment = environment;
    this.clock = clock;
    this.token = new TokenArgument(files);
  }

  @Override
  public Integer call() throws RefusedException, IOException {
    Policy rules = Policies.ofCommand(jar, Optional.ofNullable(policy), files);
    Judge judge = new Judge(rules, Optional.ofNullable(installation), files, environment);
    long now = at == null ? clock.now() : at.toEpochMilli();
    LicenseStatus status = LicenseStatus.of(judge.judge(token), rules.rules(), now);
    if (spec != null) {
      for (Refusal problem : judge.problems()) {
        spec.commandLine().getErr().println(problem.code().code() + " " + problem.message());
      }
      spec.commandLine().getOut().println(StatusJson.of(status));
    }
    if (status.kind() == Kind.LICENSED) {
      return LICENSED;
    }
    return status.kind() == Kind.GRACE ? GRACE : NOT_LICENSED;
  }
}
