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

  /** No word that is meant to be read is this long, and a token is. */
  private static final String TOO_LONG_TO_ECHO = "\\S{61,}";

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
    String message = String.valueOf(mistake.getMessage()).replaceAll(TOO_LONG_TO_ECHO, "...");
    String help = commandLine.getCommandSpec().qualifiedName() + " --help";
    return print(commandLine, ErrorCode.COMMAND_LINE, sentence(message) + " See: " + help);
  }

  /** What may be said of a failure: its kind and what it is about, on one line. */
  private static int explain(
      Exception problem, CommandLine commandLine, CommandLine.ParseResult arguments) {
    if (problem instanceof RefusedException refused) {
      Refusal refusal = refused.refusal();
      return print(commandLine, refusal.code(), refusal.message());
    }
    if (problem instanceof CommandException mistake) {
      return print(commandLine, ErrorCode.COMMAND_LINE, String.valueOf(mistake.getMessage()));
    }
    ErrorCode code =
        problem instanceof IOException ? ErrorCode.FILE_UNUSABLE : ErrorCode.COMMAND_FAILED;
    return print(commandLine, code, new Refusal(code, "(" + problem + ")").message());
  }

  private static int print(CommandLine commandLine, ErrorCode code, String what) {
    commandLine.getErr().println(Printable.text(code.code() + " " + what));
    return USAGE;
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
