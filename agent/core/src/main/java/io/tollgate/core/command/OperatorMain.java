package io.tollgate.core.command;

import io.tollgate.core.policy.AgentJar;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code java -jar tollgate-agent.jar COMMAND}: what an operator can ask without the product
 * running.
 */
@Command(
    name = OperatorMain.NAME,
    description = "Asks about the license of a product that runs under Tollgate.",
    subcommands = {
      VerifyCommand.class,
      InspectCommand.class,
      TimelineCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      AuditCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    },
    footer = {"", "Example: verify --file /var/run/secrets/tollgate/token"})
public final class OperatorMain implements ToIntFunction<String[]> {
  static final String NAME = "tollgate-agent";

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  /** Made by the main class, which knows this one by name only. */
  public OperatorMain() {}

  /** Runs one command; returns the exit status. */
  @Override
  public int applyAsInt(String[] arguments) {
    Commands commands = new Commands(AgentJar.ofThisClass());
    CommandLine tool =
        commands.alone(NAME, arguments).orElseGet(() -> new CommandLine(this, commands));
    return CommandRunner.run(tool, arguments);
  }
}
