package io.tollgate.core.command;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
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

  private static final String RESOURCE = "/io/tollgate/core/version.properties";

  private final AgentJar jar;
  private final FileSystem files;

  @Spec private @Nullable CommandSpec spec;

  VersionCommand(AgentJar jar, FileSystem files) {
    this.jar = jar;
    this.files = files;
  }

  @Override
  public Integer call() throws IOException, RefusedException {
    String sealedFor =
        jar.isSealed()
            ? "sealed for " + Policies.ofCommand(jar, Optional.empty(), files).productName()
            : "unsealed";
    if (spec != null) {
      spec.commandLine().getOut().println("Tollgate " + version() + ", " + sealedFor);
    }
    return 0;
  }

  private static String version() throws IOException {
    try (InputStream stream = VersionCommand.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IOException("The jar lacks " + RESOURCE + ".");
      }
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version", "of an unknown build");
    }
  }
}
