package io.tollgate.core.command;

import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says where the license of a running product stands. */
@Command(
    name = "status",
    description = "Says where the license of a running product stands.",
    footer = {
      "",
      "Exit status: 0 licensed, 3 grace, 1 not licensed, 2 usage or no answer.",
      "Example: status --state-dir /var/lib/acme/license"
    })
final class StatusCommand implements Callable<Integer> {
  private static final int LICENSED = 0;
  private static final int NOT_LICENSED = 1;
  private static final int NO_ANSWER = 2;
  private static final int GRACE = 3;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Mixin private RunningProduct product;
  @Mixin private Answer answer;
  private final Clock clock;

  StatusCommand(Surroundings surroundings) {
    this.product = new RunningProduct(surroundings);
    this.answer = new Answer(surroundings.terminal());
    this.clock = surroundings.clock();
  }

  @Override
  public Integer call() throws RefusedException, CommandException {
    ReportedStatus status = ReportedStatus.read(product.status(), clock.now());
    answer.print(answer.isForPrograms() ? status.json() : status.text());
    if (status.isOld()) {
      answer.complain(
          new Refusal(
              ErrorCode.STATUS_OLD, "It was written " + status.age().orElse("long ago") + "."));
      return NO_ANSWER;
    }
    return switch (status.kind()) {
      case "licensed" -> LICENSED;
      case "grace" -> GRACE;
      default -> NOT_LICENSED;
    };
  }
}
