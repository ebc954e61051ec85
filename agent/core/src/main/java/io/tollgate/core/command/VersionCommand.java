package io.tollgate.core.command;

import io.tollgate.core.policy.Policies;
import io.tollgate.core.status.Build;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Printable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which Tollgate this is, and for which product it was sealed. */
@Command(
    name = "version",
    description = "Says which version this is, and for which product it was sealed.",
    footer = {"", "Example: version"})
final class VersionCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, RefusedException {
    if (spec == null) {
      throw new IllegalStateException("The command line was not parsed.");
    }
    String line = "Tollgate " + Build.ofThisJar().version() + ", " + sealedFor();
    spec.commandLine().getOut().println(Printable.text(line));
    return 0;
  }

  private String sealedFor() throws RefusedException {
    return surroundings.jar().isSealed()
        ? "sealed for "
            + Policies.ofCommand(surroundings.jar(), Optional.empty(), surroundings.files())
                .productName()
        : "unsealed";
  }
}
