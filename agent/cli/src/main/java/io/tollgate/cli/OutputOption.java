package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
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

  void write(String text) throws CommandException, IOException {
    if (out != null) {
      OutputFiles.write(out, text.getBytes(StandardCharsets.UTF_8));
    } else if (command != null) {
      command.commandLine().getOut().println(text);
    }
  }

  /** Says something that does not stop the command. */
  void warn(String line) {
    if (command != null) {
      command.commandLine().getErr().println(line);
    }
  }
}
