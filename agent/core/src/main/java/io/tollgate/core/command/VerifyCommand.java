package io.tollgate.core.command;

import io.tollgate.core.status.StatusJson;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Judges a token as the agent would. */
@Command(
    name = "verify",
    description = "Judges a token: text on a terminal, one JSON object everywhere else.",
    footer = {
      "",
      "Exit status: 0 licensed, 3 grace, 1 not licensed, 2 usage.",
      "Example: verify --file /var/run/secrets/tollgate/token --at 2027-01-01T00:00:00Z"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int LICENSED = 0;
  private static final int NOT_LICENSED = 1;
  private static final int GRACE = 3;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Mixin private TokenArgument token;
  @Mixin private JudgeOptions options;
  @Mixin private Answer answer;

  VerifyCommand(Surroundings surroundings) {
    this.token = new TokenArgument(surroundings);
    this.options = new JudgeOptions(surroundings);
    this.answer = new Answer(surroundings.terminal());
  }

  @Override
  public Integer call() throws RefusedException, CommandException, IOException {
    long instant = options.now();
    Policy policy = options.policy();
    Judge judge = options.judge(policy);
    LicenseStatus status = LicenseStatus.of(judge.judge(token), policy.rules(), instant);
    judge.problems().forEach(answer::complain);
    answer.print(
        answer.isForPrograms()
            ? StatusJson.of(status).toString()
            : StatusText.of(status, policy.productName()));
    if (status.kind() == Kind.LICENSED) {
      return LICENSED;
    }
    return status.kind() == Kind.GRACE ? GRACE : NOT_LICENSED;
  }
}
