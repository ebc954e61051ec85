package io.tollgate.core.command;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Printable;
import java.io.IOException;
import picocli.CommandLine;

/**
 * Runs a command so that a user's mistake is one line on stderr and a status, never a stack trace.
 */
public final class CommandRunner {
  /** The status for a command line, a policy or a file that cannot be used. */
  public static final int USAGE = CommandLine.ExitCode.USAGE;

  private static final int LONGEST_ECHO = 60;

  private CommandRunner() {}

  /** Runs the command that the arguments name; returns its exit status. */
  public static int run(CommandLine commandLine, String[] arguments) {
    commandLine.setExecutionExceptionHandler(CommandRunner::explain);
    commandLine.setParameterExceptionHandler(CommandRunner::correct);
    if (arguments.length == 0) {
      commandLine.usage(commandLine.getErr());
      return USAGE;
    }
    return commandLine.execute(arguments);
  }

  /** Picocli repeats what it could not place, which may be a token. */
  private static int correct(CommandLine.ParameterException mistake, String[] arguments) {
    CommandLine commandLine = mistake.getCommandLine();
    String message = String.valueOf(mistake.getMessage());
    for (String argument : arguments) {
      if (argument.length() > LONGEST_ECHO) {
        message = message.replace(argument, "...");
      }
    }
    commandLine.getErr().println(Printable.text(message));
    commandLine
        .getErr()
        .println("See: " + commandLine.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }

  /** What may be said of a failure: its kind and what it is about, on one line. */
  private static int explain(
      Exception problem, CommandLine commandLine, CommandLine.ParseResult arguments) {
    String line;
    if (problem instanceof RefusedException refused) {
      Refusal refusal = refused.refusal();
      line = refusal.code().code() + " " + refusal.message();
    } else if (problem instanceof CommandException mistake) {
      line = String.valueOf(mistake.getMessage());
    } else if (problem instanceof IOException failure) {
      line = "A file could not be read or written: " + failure;
    } else {
      line =
          ErrorCode.START_FAILED.code()
              + " The command failed ("
              + problem
              + "). "
              + ErrorCode.START_FAILED.advice();
    }
    commandLine.getErr().println(Printable.text(line));
    return USAGE;
  }
}
