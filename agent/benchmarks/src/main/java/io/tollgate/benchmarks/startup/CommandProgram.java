package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.ChildJvm;
import io.tollgate.benchmarks.ChildJvm.Outcome;
import io.tollgate.benchmarks.JavaHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of one jar or another, from the making of its process to its end. */
final class CommandProgram implements Program {
  /** How an answer begins that says so; the empty program says nothing. */
  private static final String LICENSED = "{\"kind\":\"licensed\"";

  private final ChildJvm child;
  private final Variant silent;

  /** Commands that all verify a good license, but for the one that prints nothing. */
  CommandProgram(Path folder, Variant silent) {
    this.child = new ChildJvm(folder.resolve("command.err"));
    this.silent = silent;
  }

  @Override
  public double start(JavaHome java, Variant variant) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.java()));
    command.addAll(variant.options());
    Outcome outcome = child.run(command);
    boolean answered = outcome.output().startsWith(LICENSED);
    if (outcome.exit() != 0 || answered == variant.equals(silent)) {
      throw new IOException(
          "A run ended with " + outcome.exit() + ".\n" + outcome.output() + outcome.errors());
    }
    return outcome.millis();
  }
}
