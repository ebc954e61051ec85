package io.tollgate.core.status;

import java.util.ArrayList;
import java.util.List;

/** What the arguments of this JVM say of others who may change its classes. */
public final class JvmArguments {
  /** JEP 451: from here on the JVM warns when an agent is attached, unless it is told not to. */
  private static final int WARNS_SINCE = 21;

  private JvmArguments() {}

  /**
   * Reads them.
   *
   * @param arguments as the JVM got them, from the command line and from variables
   * @param feature the JVM's feature release, 17 say
   */
  public static GateReport.Neighbors neighbors(List<String> arguments, int feature) {
    List<String> agents = new ArrayList<>();
    String attach = feature >= WARNS_SINCE ? "warns" : "open";
    for (String argument : arguments) {
      switch (argument) {
        case "-XX:+DisableAttachMechanism", "-XX:-EnableDynamicAgentLoading" -> attach = "closed";
        case "-XX:+EnableDynamicAgentLoading" -> attach = attach.equals("closed") ? attach : "open";
        default -> {
          if (isAgent(argument)) {
            agents.add(file(argument));
          }
        }
      }
    }
    return new GateReport.Neighbors(agents, attach);
  }

  private static boolean isAgent(String argument) {
    return argument.startsWith("-javaagent:")
        || argument.startsWith("-agentpath:")
        || argument.startsWith("-agentlib:");
  }

  /** Its name alone: what follows may hold secrets of others. */
  private static String file(String argument) {
    int from = argument.indexOf(':') + 1;
    int equals = argument.indexOf('=', from);
    String path = argument.substring(from, equals < 0 ? argument.length() : equals);
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
