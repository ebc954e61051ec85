package io.tollgate.core.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete these commands. */
@Command(
    name = "completion",
    description = "Prints a script that completes these commands in bash and zsh.",
    footer = {
      "",
      "Completion goes by a command's name, so give the jar one:",
      "  alias NAME='java -jar JAR'",
      "Example: source <(NAME completion --name NAME)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** It becomes part of the names of the script's functions. */
  private static final String NAME = "[A-Za-z0-9._-]{1,60}";

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The alias or script that runs the jar; the tool's own name by default.")
  private @Nullable String name;

  @Override
  public Integer call() throws CommandException {
    if (spec == null) {
      throw new IllegalStateException("The command line was not parsed.");
    }
    CommandLine tool = spec.root().commandLine();
    String called = name == null ? tool.getCommandName() : name;
    if (!called.matches(NAME)) {
      throw new CommandException("--name may have letters, digits, dots, - and _.");
    }
    tool.getOut().print(AutoComplete.bash(called, tool));
    tool.getOut().flush();
    return 0;
  }
}
