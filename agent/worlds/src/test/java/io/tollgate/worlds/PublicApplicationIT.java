package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application of others that knows nothing of licenses, with its class files as they are. */
class PublicApplicationIT {
  private static final Path FORMATTER = Acme.runtime("applications/google-java-format.jar");

  private static Product product;
  private static String agent;

  @BeforeAll
  static void seal() throws IOException, InterruptedException {
    product = Product.make();
    agent =
        product.sealed(
            "agent",
            "start.on-expired=gate\n"
                + "gate.methods=com.google.googlejavaformat.java.Formatter#formatSource(..)");
    product.token("valid", Instant.now().plus(Duration.ofDays(400)));
    product.token("expired", Instant.now().minus(Duration.ofDays(100)));
    Files.writeString(product.folder().resolve("A.java"), "class  A{int x ;}");
  }

  @ParameterizedTest
  @MethodSource("io.tollgate.dist.Jdk#all")
  @World(
      group = "frameworks",
      value = "google-java-format as it is on Maven Central, gated by policy alone")
  void aMethodThatOnlyThePolicyNamesIsDeniedAndAllElseRuns(Jdk jdk) throws Exception {
    Run licensed = format(jdk, "valid", "A.java").assertStatus(0);
    assertEquals("class A {\n  int x;\n}\n", licensed.out());
    assertEquals("", licensed.err());
    Run denied = format(jdk, "expired", "A.java").assertStatus(1);
    assertEquals("", denied.out());
    assertTrue(denied.err().contains("IllegalStateException: Renew your license: "), denied.err());
    assertTrue(format(jdk, "expired", "--version").err().contains("Version 1."));
  }

  private static Run format(Jdk jdk, String token, String argument) throws Exception {
    return Run.of(
        List.of(
            jdk.tool("java"),
            "-javaagent:" + agent + "=token.file=" + product.path(token),
            "-jar",
            FORMATTER.toString(),
            argument),
        Map.of(),
        product.folder());
  }
}
