package io.tollgate.core.command;

import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.Printable;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what a license will do, and when. */
@Command(
    name = "timeline",
    description = "Shows every instant at which the state of a token changes, and what happens.",
    footer = {
      "",
      "Exit status: 0, 1 for a token that does not verify, 2 usage.",
      "Example: timeline --file /var/run/secrets/tollgate/token"
    })
final class TimelineCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int REFUSED = 1;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Mixin private TokenArgument token;
  @Mixin private JudgeOptions options;
  @Mixin private Answer answer;
  private final Supplier<ZoneId> zone;

  TimelineCommand(Surroundings surroundings) {
    this.token = new TokenArgument(surroundings);
    this.options = new JudgeOptions(surroundings);
    this.answer = new Answer(surroundings.terminal());
    this.zone = surroundings.zone();
  }

  @Override
  public Integer call() throws RefusedException, CommandException, IOException {
    long instant = options.now();
    Policy policy = options.policy();
    Judge judge = options.judge(policy);
    Verdict verdict = judge.judge(token);
    judge.problems().forEach(answer::complain);
    LicenseStatus now = LicenseStatus.of(verdict, policy.rules(), instant);
    if (now.lifecycle().isEmpty()) {
      now.refusal().ifPresent(answer::complain);
      return REFUSED;
    }
    Timeline timeline = Timeline.of(verdict, policy.rules(), now);
    License license = now.license().orElseThrow();
    answer.print(
        answer.isJson()
            ? timeline.json(license.licenseId())
            : Printable.text(policy.productName() + ", license " + license.licenseId())
                + "\n\n"
                + timeline.text(zone.get()));
    return DONE;
  }
}
