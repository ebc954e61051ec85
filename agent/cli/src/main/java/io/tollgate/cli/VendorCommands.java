package io.tollgate.cli;

import io.tollgate.core.command.Commands;
import java.time.InstantSource;
import picocli.CommandLine;

/** Makes the vendor's commands with what they need, and leaves the operator's to their own. */
final class VendorCommands implements CommandLine.IFactory {
  private final Commands operator;
  private final InstantSource clock;

  VendorCommands(Commands operator, InstantSource clock) {
    this.operator = operator;
    this.clock = clock;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == IssueCommand.class) {
      return type.cast(new IssueCommand(clock));
    }
    if (type == EndorseCommand.class) {
      return type.cast(new EndorseCommand(clock));
    }
    if (type == DenylistCommand.class) {
      return type.cast(new DenylistCommand(clock));
    }
    return operator.create(type);
  }
}
