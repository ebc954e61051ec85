package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.core.command.HelpOption;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attaches an agent jar to a JVM that runs. */
@Command(
    name = "attach",
    description = {
      "Attaches an agent jar to a JVM that runs. The JVM is not ended, whatever the license says: gates"
          + " close.",
      "Paths in the settings are as the process sees them."
    },
    footer = {
      "",
      "Exit status: 0 attached, 1 the agent did not start there, 2 usage or no such JVM.",
      "Example: attach 4711 --agent acme-agent.jar --settings token.file=/etc/acme/token"
    })
final class AttachCommand implements Callable<Integer> {
  private static final int ATTACHED = 0;
  private static final int REFUSED = 1;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "PID", description = "The process id.")
  private long pid;

  @Option(names = "--agent", paramLabel = "JAR", required = true, description = "The agent jar.")
  private Path agent = Path.of("");

  @Option(
      names = "--settings",
      paramLabel = "K=V,...",
      description = "Settings, as after the = of -javaagent.")
  private String settings = "";

  @Override
  public Integer call() throws CommandException, RefusedException {
    if (!Files.isRegularFile(agent)) {
      throw new CommandException("There is no agent jar " + agent + ".");
    }
    String answer = answer();
    CommandSpec spec = command;
    if (spec == null) {
      throw new IllegalStateException("The command line was not parsed.");
    }
    if (answer.startsWith("TG-")) {
      spec.commandLine().getErr().println(answer);
      return REFUSED;
    }
    spec.commandLine().getOut().println("Attached to " + pid + ": " + answer);
    return ATTACHED;
  }

  private String answer() throws RefusedException {
    try {
      return new TargetJvm(pid).attach(agent.toAbsolutePath().toString(), settings);
    } catch (NoClassDefFoundError e) {
      throw new RefusedException(
          ErrorCode.ATTACH_FAILED,
          "This tool runs on a JVM without the module jdk.attach: use a JDK.");
    }
  }
}
