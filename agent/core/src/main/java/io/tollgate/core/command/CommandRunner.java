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

  /** Longer than an option, and shorter than what is left of a token that lost its end. */
  private static final int LONGEST_OPTION = 30;

  private CommandRunner() {}

  /** Runs the command that the arguments name; returns its exit status. */
  public static int run(CommandLine commandLine, String[] arguments) {
    // An argument that begins with @ is one: nothing outside the command line adds options to it.
    commandLine.setExpandAtFiles(false);
    commandLine.setExecutionExceptionHandler(CommandRunner::explain);
    commandLine.setParameterExceptionHandler(CommandRunner::correct);
    if (arguments.length == 0) {
      commandLine.usage(commandLine.getErr());
      return USAGE;
    }
    return commandLine.execute(arguments);
  }

  private static int correct(CommandLine.ParameterException mistake, String[] arguments) {
    CommandLine commandLine = mistake.getCommandLine();
    String help = commandLine.getCommandSpec().qualifiedName() + " --help";
    return print(commandLine, ErrorCode.COMMAND_LINE, sentence(what(mistake)) + " See: " + help);
  }

  /** Picocli repeats what it could not place, which may be a token, whole or in pieces. */
  private static String what(CommandLine.ParameterException mistake) {
    if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      boolean alone = unmatched.getUnmatched().size() == 1 || first.startsWith("-");
      return alone && first.length() <= LONGEST_OPTION
          ? "There is no option or command " + first
          : "There are words too many";
    }
    return String.valueOf(mistake.getMessage());
  }

  /** What may be said of a failure: its kind and what it is about, on one line. */
  private static int explain(
      Exception problem, CommandLine commandLine, CommandLine.ParseResult arguments) {
    if (problem instanceof RefusedException refused) {
      return print(commandLine, refused.refusal());
    }
    if (problem instanceof CommandException mistake) {
      return print(commandLine, ErrorCode.COMMAND_LINE, String.valueOf(mistake.getMessage()));
    }
    return print(
        commandLine,
        problem instanceof IOException io
            ? new Refusal(ErrorCode.FILE_UNUSABLE, String.valueOf(io.getMessage()))
            : new Refusal(ErrorCode.COMMAND_FAILED, "(" + problem + ")"));
  }

  private static int print(CommandLine commandLine, Refusal refusal) {
    return print(commandLine, refusal.code(), refusal.message());
  }

  private static int print(CommandLine commandLine, ErrorCode code, String what) {
    commandLine.getErr().println(Printable.withoutSecrets(code.code() + " " + what));
    return USAGE;
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
