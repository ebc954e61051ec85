package io.tollgate.core.command;

import io.tollgate.core.system.Terminal;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.text.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers: text to people, JSON to programs. */
final class Answer {
  private final Terminal terminal;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(names = "--json", description = "Prints JSON, on a terminal too.")
  private boolean json;

  Answer(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Whether JSON was asked for. */
  boolean isJson() {
    return json;
  }

  /** Whether a program reads along: JSON was asked for, or there is no terminal. */
  boolean isForPrograms() {
    return json || !terminal.isThere();
  }

  /** Prints the answer. */
  void print(String text) {
    command().commandLine().getOut().println(text);
  }

  /** Says what is wrong beside the answer. */
  void complain(Refusal refusal) {
    command()
        .commandLine()
        .getErr()
        .println(Printable.text(refusal.line() + " " + refusal.code().advice()));
  }

  private CommandSpec command() {
    if (command == null) {
      throw new IllegalStateException("The command line was not parsed.");
    }
    return command;
  }
}
