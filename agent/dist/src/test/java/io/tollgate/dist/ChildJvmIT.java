package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A product that starts JVMs of its own: the environment carries agent and settings to them. */
class ChildJvmIT {
  private static final Product PRODUCT = Product.make();

  /** Calls the gated method, and has a child do so. */
  private static final String PARENT =
      """
      public class Parent {
        public static void main(String[] command) throws Exception {
          Main.main(new String[0]);
          Process child =
              new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
          System.out.print("child: " + new String(child.getInputStream().readAllBytes()));
          System.exit(child.waitFor());
        }
      }
      """;

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aChildIsGatedByTheSettingsOfItsParent(Jdk jdk) throws Exception {
    Path source = Files.writeString(PRODUCT.folder().resolve("Parent.java"), PARENT);
    Product.compile(source, PRODUCT.folder().resolve("classes"));
    String agent = PRODUCT.sealed("child", "start.on-expired=gate");
    String valid = PRODUCT.token("valid", Instant.now().plus(400, ChronoUnit.DAYS));
    String expired =
        PRODUCT.token(
            "expired",
            Instant.now().minus(400, ChronoUnit.DAYS),
            "--iat",
            Long.toString(Instant.now().minus(800, ChronoUnit.DAYS).getEpochSecond()));
    assertEquals("OPEN\nchild: OPEN\n", run(jdk, agent, valid));
    String closed = "CLOSED TG-LIC-0002 EXPIRED export\n";
    assertEquals(closed + "child: " + closed, run(jdk, agent, expired));
  }

  private static String run(Jdk jdk, String agent, String token) throws Exception {
    List<String> child = PRODUCT.command(jdk);
    List<String> command = new ArrayList<>(child);
    command.set(command.size() - 1, "Parent");
    command.addAll(child);
    return Run.of(
            command,
            Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + agent, "TOLLGATE_TOKEN_FILE", token),
            PRODUCT.folder())
        .assertStatus(0)
        .out();
  }
}
