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
    name = "tollgate-agent",
    description = "Asks about the license of a product that runs under Tollgate.",
    subcommands = {VerifyCommand.class, InspectCommand.class, VersionCommand.class})
public final class OperatorMain implements ToIntFunction<String[]> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  /** Made by the main class, which knows this one by name only. */
  public OperatorMain() {}

  /** Runs one command; returns the exit status. */
  @Override
  public int applyAsInt(String[] arguments) {
    return CommandRunner.run(
        new CommandLine(this, new Commands(AgentJar.ofThisClass())), arguments);
  }
}
