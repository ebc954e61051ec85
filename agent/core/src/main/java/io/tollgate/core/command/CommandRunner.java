package io.tollgate.core.command;

import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import picocli.CommandLine;

/**
 * Runs a command so that a user's mistake is one line on stderr and a status, never a stack trace.
 */
public final class CommandRunner {
  /** The status for a command line, a policy or a file that cannot be used. */
  public static final int USAGE = CommandLine.ExitCode.USAGE;

  private CommandRunner() {}

  /** Runs the command that the arguments name; returns its exit status. */
  public static int run(CommandLine commandLine, String[] arguments) {
    commandLine.setExecutionExceptionHandler(CommandRunner::explain);
    if (arguments.length == 0) {
      commandLine.usage(commandLine.getErr());
      return USAGE;
    }
    return commandLine.execute(arguments);
  }

  private static int explain(
      Exception problem, CommandLine commandLine, CommandLine.ParseResult arguments)
      throws Exception {
    if (problem instanceof RefusedException refused) {
      Refusal refusal = refused.refusal();
      commandLine.getErr().println(refusal.code().code() + " " + refusal.message());
      return USAGE;
    }
    if (problem instanceof CommandException mistake) {
      commandLine.getErr().println(mistake.getMessage());
      return USAGE;
    }
    throw problem;
  }
}
