package io.tollgate.core.command;

import io.tollgate.core.policy.AgentJar;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** Makes commands with what they need. */
public final class Commands implements CommandLine.IFactory {
  private static final List<Class<?>> ALONE =
      List.of(
          VerifyCommand.class,
          InspectCommand.class,
          TimelineCommand.class,
          DoctorCommand.class,
          AuditCommand.class,
          StatusCommand.class,
          VersionCommand.class);

  private final Surroundings surroundings;

  /** Commands in this JVM that judge by the policy in this jar, if it is sealed. */
  public Commands(AgentJar jar) {
    this(Surroundings.ofThisJvm(jar));
  }

  Commands(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The one command that the arguments name, in a tool of that name: to make all of them takes a
   * cold JVM longer than to verify a token.
   *
   * @return empty if the arguments name none of an operator's commands, or the one that has to look
   *     at all others
   */
  public Optional<CommandLine> alone(String tool, String[] arguments) {
    for (Class<?> type : ALONE) {
      String name = type.getAnnotation(Command.class).name();
      if (arguments.length > 0 && arguments[0].equals(name)) {
        return Optional.of(
            new CommandLine(CommandSpec.create().name(tool))
                .addSubcommand(new CommandLine(type, this)));
      }
    }
    return Optional.empty();
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == VerifyCommand.class) {
      return type.cast(new VerifyCommand(surroundings));
    }
    if (type == InspectCommand.class) {
      return type.cast(new InspectCommand(surroundings));
    }
    if (type == TimelineCommand.class) {
      return type.cast(new TimelineCommand(surroundings));
    }
    if (type == DoctorCommand.class) {
      return type.cast(new DoctorCommand(surroundings));
    }
    if (type == AuditVerifyCommand.class) {
      return type.cast(new AuditVerifyCommand(surroundings));
    }
    if (type == StatusCommand.class) {
      return type.cast(new StatusCommand(surroundings));
    }
    if (type == VersionCommand.class) {
      return type.cast(new VersionCommand(surroundings));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
