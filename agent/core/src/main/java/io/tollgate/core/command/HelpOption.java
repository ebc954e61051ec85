package io.tollgate.core.command;

import picocli.CommandLine.Option;

/** {@code --help}, for every command. */
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this text.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;
}
