package io.tollgate.core.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmArgumentsTest {

  @Test
  void agentsAreNamedInTheirOrderByTheirFilesAlone() {
    List<String> arguments =
        List.of(
            "-Xmx1g",
            "-javaagent:/opt/otel.jar=secret=/a/b",
            "-agentlib:jdwp=transport=dt_socket",
            "-javaagent:acme-agent.jar",
            "-agentpath:C:\\tools\\profiler.dll=x");
    assertEquals(
        List.of("otel.jar", "jdwp", "acme-agent.jar", "profiler.dll"),
        JvmArguments.neighbors(arguments, 17).agents());
  }

  @ParameterizedTest
  @CsvSource({
    "17, '', open",
    "21, '', warns",
    "25, -XX:+EnableDynamicAgentLoading, open",
    "25, -XX:-EnableDynamicAgentLoading, closed",
    "17, -XX:-EnableDynamicAgentLoading, closed",
    "17, -XX:+DisableAttachMechanism, closed",
    "25, -XX:+DisableAttachMechanism -XX:+EnableDynamicAgentLoading, closed"
  })
  void whetherAgentsCanBeAttachedIsWhatTheJvmDoes(int feature, String arguments, String attach) {
    assertEquals(attach, JvmArguments.neighbors(List.of(arguments.split(" ")), feature).attach());
  }
}
