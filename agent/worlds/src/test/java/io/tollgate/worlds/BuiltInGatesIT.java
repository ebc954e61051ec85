package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import io.tollgate.dist.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gates that Byte Buddy's plugins built in: Maven's in the build of this module. */
class BuiltInGatesIT {
  private static final String PRODUCT_CLASS = "io.tollgate.worlds.builtin.Exporter";
  private static final Path MAVEN_BUILT = Path.of("target", "test-classes");
  private static final Path GRADLE_PLUGIN = Path.of("target", "runtimes", "gradle-plugin");
  private static final Path SOURCE =
      Path.of("src", "test", "java", PRODUCT_CLASS.replace('.', '/') + ".java");

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
    assertBuiltIn(MAVEN_BUILT, jdk, "export");
  }

  /** With the mark, and with a policy that names the method instead. */
  @Test
  void gradleBuildsThemInAsMavenDoes() throws IOException, InterruptedException {
    String gradle = Service.needed("gradle", "gradle");
    assertBuiltIn(
        gradleBuilt("marked", gradle, Files.readString(SOURCE), ""), Jdk.ofTheseTests(), "export");
    String unmarked = Files.readString(SOURCE).replace("@Licensed(\"export\")", "");
    String policy =
        product.path(
            product.policy(
                "gradle.properties", "gate.methods=" + PRODUCT_CLASS + "#export()@named"));
    assertBuiltIn(
        gradleBuilt("named", gradle, unmarked, "argument { value = '" + policy + "' }"),
        Jdk.ofTheseTests(),
        "named");
  }

  private static void assertBuiltIn(Path classes, Jdk jdk, String feature)
      throws IOException, InterruptedException {
    assertEquals(
        List.of("CLOSED TG-SYS-0044 " + feature, "at io.tollgate.api.BuiltInGate"),
        run(classes, jdk).out().lines().toList());
    assertEquals(
        List.of("CLOSED TG-LIC-0001 " + feature, "at " + PRODUCT_CLASS),
        run(classes, jdk, "-javaagent:" + agent + "=token.file=nowhere").out().lines().toList());
    String token =
        product.token("token-" + jdk.feature(), Instant.now().plus(Duration.ofDays(400)));
    assertEquals("OPEN\n", run(classes, jdk, "-javaagent:" + agent + "=token.file=" + token).out());
  }

  private static Run run(Path classes, Jdk jdk, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(jdk.light());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(classes.toAbsolutePath() + File.pathSeparator + Product.API);
    command.add(PRODUCT_CLASS);
    return Run.of(command, Map.of(), product.folder()).assertStatus(0);
  }

  /** The class files of a Gradle project with that one source and nothing but local files. */
  private static Path gradleBuilt(String name, String gradle, String source, String more)
      throws IOException, InterruptedException {
    Path project = product.folder().resolve(name);
    Path file = project.resolve("src/main/java").resolve(SOURCE.getFileName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    Files.writeString(
        project.resolve("build.gradle"),
        """
        buildscript { dependencies { classpath fileTree('%s') } }
        apply plugin: 'java'
        apply plugin: net.bytebuddy.build.gradle.ByteBuddyPlugin
        dependencies { compileOnly files('%s') }
        byteBuddy { transformation {
          plugin = io.tollgate.plugin.TollgatePlugin
          %s
        } }
        """
            .formatted(GRADLE_PLUGIN.toAbsolutePath(), Product.API, more));
    Run.of(
            List.of(
                gradle,
                "--offline",
                "--no-daemon",
                "--gradle-user-home",
                product.path("gradle-home"),
                "classes"),
            Map.of("JAVA_HOME", oldest().home().toString()),
            project)
        .assertStatus(0);
    return project.resolve("build/classes/java/main");
  }

  /** Debian's Gradle knows no newer JDK. */
  private static Jdk oldest() {
    Jdk oldest = Jdk.ofTheseTests();
    for (Jdk jdk : Jdk.all()) {
      oldest = jdk.feature() < oldest.feature() ? jdk : oldest;
    }
    return oldest;
  }
}
