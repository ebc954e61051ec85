package io.tollgate.cli;

import io.tollgate.core.command.CommandRunner;
import io.tollgate.core.command.Commands;
import io.tollgate.core.command.HelpOption;
import io.tollgate.core.command.OperatorMain;
import io.tollgate.core.policy.AgentJar;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code java -jar tollgate.jar COMMAND}: everything that a vendor does, and everything that an
 * operator can.
 */
@Command(
    name = "tollgate",
    description = "Makes keys, issues licenses and seals agent jars.",
    subcommands = {
      KeygenCommand.class,
      KeystoreCommand.class,
      IssueCommand.class,
      EndorseCommand.class,
      DenylistCommand.class,
      SealCommand.class,
      AttachCommand.class
    },
    footer = {
      "",
      "Example: keygen --alg ES256 --kid acme-2027 --out keys",
      "Each command has more to say: issue --help"
    })
public final class Tollgate {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private Tollgate() {}

  public static void main(String[] arguments) {
    CommandLine tool =
        new Commands(AgentJar.ofThisClass())
            .alone("tollgate", arguments)
            .orElseGet(() -> commandLine(InstantSource.system()));
    System.exit(CommandRunner.run(tool, arguments));
  }

  static CommandLine commandLine(InstantSource clock) {
    VendorCommands commands = new VendorCommands(new Commands(AgentJar.ofThisClass()), clock);
    CommandLine tool = new CommandLine(new Tollgate(), commands);
    new CommandLine(new OperatorMain(), commands).getSubcommands().forEach(tool::addSubcommand);
    return tool;
  }
}
