package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a signed text goes. */
final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(names = "--out", paramLabel = "F", description = "Where to; stdout by default.")
  private @Nullable Path out;

  /** Writes what everybody may read, once the check has found it good where it lies. */
  void write(String text, OutputFiles.Check check)
      throws CommandException, RefusedException, IOException {
    if (out == null) {
      print(text, check);
    } else {
      OutputFiles.writeOpen(out, text.getBytes(StandardCharsets.UTF_8), check);
    }
  }

  /** The same for what its owner may read: a token. */
  void writeClosed(String text, OutputFiles.Check check)
      throws CommandException, RefusedException, IOException {
    if (out == null) {
      print(text, check);
    } else {
      OutputFiles.writeClosed(out, text.getBytes(StandardCharsets.UTF_8), check);
    }
  }

  /** Says something that does not stop the command. */
  void warn(String line) {
    command().commandLine().getErr().println(line);
  }

  private void print(String text, OutputFiles.Check check)
      throws CommandException, RefusedException, IOException {
    check.look(text.getBytes(StandardCharsets.UTF_8));
    command().commandLine().getOut().println(text);
  }

  private CommandSpec command() {
    if (command == null) {
      throw new IllegalStateException("The command line was not parsed.");
    }
    return command;
  }
}
