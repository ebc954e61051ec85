package io.tollgate.dist;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs that were told to verify no bytecode. */
class UnverifiedCodeIT {
  private static final Product PRODUCT = Product.make();

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    PRODUCT.sealed("gating", "start.on-expired=gate");
    PRODUCT.token("expired", Instant.now().minus(Duration.ofDays(100)));
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJvmThatDoesNotVerifyIsNoticedAndItsGatesBite(Jdk jdk) throws Exception {
    for (String[] options :
        new String[][] {
          {"-Xverify:none"}, {"-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"}
        }) {
      String agent =
          PRODUCT.path("gating.jar") + "=poll=PT1S,token.file=" + PRODUCT.path("expired");
      try (Host host = Host.start(jdk, Map.of(), agent, options)) {
        host.awaitGates(0, "closed TG-LIC-0002");
        host.awaitErr(0, "TG-SYS-0040");
      }
    }
  }
}
