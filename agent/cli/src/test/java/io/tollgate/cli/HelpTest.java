package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {

  @Test
  void helpOfEveryCommandHasAnExample() {
    assertHasExample(Tollgate.commandLine(InstantSource.system()));
  }

  private static void assertHasExample(CommandLine command) {
    for (CommandLine below : command.getSubcommands().values()) {
      assertHasExample(below);
    }
    String help = command.getUsageMessage();
    String name = command.getCommandName();
    boolean isTool = command.getParent() == null;
    assertTrue(
        isTool ? help.contains("Example: ") : help.matches("(?s).*\\R *Example: .*" + name + ".*"),
        help);
  }
}
