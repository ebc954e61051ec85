package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gates that Byte Buddy's Maven plugin built in, in the build of this module. */
class BuiltInGatesIT {
  private static final String PRODUCT_CLASS = "io.tollgate.worlds.builtin.Exporter";

  private static Product product;
  private static String agent;

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @BeforeAll
  static void seal() throws IOException, InterruptedException {
    product = Product.make();
    agent = product.sealed("agent", "start.on-missing=gate");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  @World(group = "the build", value = "gates built in by Byte Buddy's Maven plugin")
  void aBuiltInGateIsClosedWithoutTheAgentAndFollowsTheLicenseWithIt(Jdk jdk)
      throws IOException, InterruptedException {
    assertEquals(
        List.of("CLOSED TG-SYS-0044 export", "at io.tollgate.api.BuiltInGate"),
        run(jdk).out().lines().toList());
    assertEquals(
        List.of("CLOSED TG-LIC-0001 export", "at " + PRODUCT_CLASS),
        run(jdk, "-javaagent:" + agent + "=token.file=nowhere").out().lines().toList());
    String token =
        product.token("token-" + jdk.feature(), Instant.now().plus(Duration.ofDays(400)));
    assertEquals("OPEN\n", run(jdk, "-javaagent:" + agent + "=token.file=" + token).out());
  }

  private static Run run(Jdk jdk, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.tool("java"));
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        Path.of("target", "test-classes").toAbsolutePath() + File.pathSeparator + Product.API);
    command.add(PRODUCT_CLASS);
    return Run.of(command, Map.of(), product.folder()).assertStatus(0);
  }
}
