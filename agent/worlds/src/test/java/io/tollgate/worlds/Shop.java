package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/**
 * A product that starts whatever its license says, with a license and an expired one, and programs
 * that call its gated class.
 */
final class Shop {
  /** What a licensed call of {@code Till} prints, and a denied one. */
  static final String OPEN = "OPEN";

  static final String CLOSED = "CLOSED TG-LIC-0002";

  private static final String TILL =
      """
      import io.tollgate.api.*;

      public class Till {
        @Licensed("export")
        public String gated() {
          return "OPEN";
        }

        public static String call(Till till) {
          try {
            return till.gated();
          } catch (LicenseRequiredException e) {
            return "CLOSED " + e.code();
          }
        }
      }
      """;

  private final Product product;
  private final String agent;

  Shop() throws IOException, InterruptedException {
    product = Product.make();
    agent =
        product.sealed(
            "gating", "start.on-expired=gate\nstart.on-missing=gate\nstart.on-invalid=gate");
    product.token("valid", Instant.now().plus(Duration.ofDays(400)));
    product.token("expired", Instant.now().minus(Duration.ofDays(100)));
    compile("Till", TILL);
  }

  Product product() {
    return product;
  }

  /** Compiles a class beside {@code Till}, which may use what is in those jars. */
  void compile(String name, String source, String... jars) throws IOException {
    Path file = Files.writeString(product.folder().resolve(name + ".java"), source);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--release",
                "17",
                "-g",
                "-proc:none",
                "-cp",
                classPath(jars),
                "-d",
                product.path("classes"),
                file.toString());
    assertEquals(0, status, "javac");
  }

  /** Puts a file into the class path. */
  void resource(String name, String text) throws IOException {
    Path file = product.folder().resolve("classes").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  String classPath(String... jars) {
    return product.path("classes")
        + File.pathSeparator
        + Product.API
        + (jars.length == 0 ? "" : File.pathSeparator + String.join(File.pathSeparator, jars));
  }

  /** The option that starts the product's agent with a license that counts, or one that is over. */
  String agent(boolean licensed) {
    return "-javaagent:" + agent + "=token.file=" + product.path(licensed ? "valid" : "expired");
  }

  Run java(Jdk jdk, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(jdk.light());
    command.addAll(arguments);
    return Run.of(command, Map.of(), product.folder());
  }

  /** What a JVM says on its own: neither the product's agent nor the program. */
  static List<String> warnings(Run run) {
    List<String> warnings = new ArrayList<>();
    (run.err() + run.out())
        .lines()
        .filter(line -> line.matches("(?i).*(warning|\\[error).*"))
        .map(line -> line.replaceFirst("^\\[[0-9.]+s\\]", ""))
        .map(line -> line.replaceAll("file:\\S+|\\S+\\.jar|pid \\d+", "..."))
        .forEach(warnings::add);
    return warnings;
  }

  /** Nobody but the product speaks of its license, and only where there is something to say. */
  static void assertTold(Run run, boolean licensed) {
    if (licensed) {
      assertFalse(run.err().contains("Tollgate"), run.err());
    } else {
      assertEquals(
          1,
          run.err().lines().filter(line -> line.startsWith("Tollgate: ")).count(),
          () -> run.err());
    }
  }
}
