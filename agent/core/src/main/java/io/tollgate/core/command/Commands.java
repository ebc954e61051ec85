package io.tollgate.core.command;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.SystemClock;
import picocli.CommandLine;

/** Makes commands with what they need. */
public final class Commands implements CommandLine.IFactory {
  private final AgentJar jar;
  private final FileSystem files = new LocalFiles();
  private final Environment environment = new JvmEnvironment();
  private final Clock clock = new SystemClock();

  /** Commands that judge by the policy in this jar, if it is sealed. */
  public Commands(AgentJar jar) {
    this.jar = jar;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == VerifyCommand.class) {
      return type.cast(new VerifyCommand(jar, files, environment, clock));
    }
    if (type == VersionCommand.class) {
      return type.cast(new VersionCommand(jar, files));
    }
    if (type == InspectCommand.class) {
      return type.cast(new InspectCommand(files));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
