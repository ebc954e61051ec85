package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.license.ErrorCode;
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

/** A product in one executable jar, with the agent inside and no option to start it. */
class ExecutableJarIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final String GATE_ALL =
      "start.on-expired=gate\nstart.on-missing=gate\nstart.on-invalid=gate";

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    PRODUCT.token("valid", Instant.now().plus(Duration.ofDays(400)));
    PRODUCT.token("expired", Instant.now().minus(Duration.ofDays(100)));
    Path manifest =
        Files.writeString(
            PRODUCT.folder().resolve("manifest"),
            "Main-Class: Main\nClass-Path: " + Product.API.toUri() + "\n");
    Run.of(
            List.of(
                JDK.tool("jar"),
                "cfm",
                PRODUCT.path("product.jar"),
                manifest.toString(),
                "-C",
                PRODUCT.path("classes"),
                "."),
            Map.of(),
            PRODUCT.folder())
        .assertStatus(0);
    seal("halting", "");
    seal("gating", GATE_ALL);
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anExecutableJarIsGatedWithoutAnyOption(Jdk jdk) throws IOException, InterruptedException {
    Run open = run(jdk, "halting", "valid");
    assertEquals("OPEN\n", open.assertStatus(0).out());
    assertEquals("", open.err());
    Run closed = run(jdk, "gating", "expired");
    assertEquals("CLOSED TG-LIC-0002 EXPIRED export\n", closed.assertStatus(0).out());
    assertTrue(closed.err().startsWith("Tollgate: Acme Orders starts with"), closed.err());
    assertTrue(closed.err().lines().count() <= 12, closed.err());
    assertFalse(closed.err().contains("WARNING"), closed.err());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aLicenseThatIsOverEndsTheStartBeforeMain(Jdk jdk) throws IOException, InterruptedException {
    Run run = run(jdk, "halting", "expired");
    assertEquals("", run.assertStatus(78).out());
    assertTrue(run.err().startsWith("Tollgate: Acme Orders does not start"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    Run mistake = run(jdk, "halting", "valid", "-Dtollgate.poll=soon");
    assertEquals("", mistake.assertStatus(78).out());
    assertEquals(1, mistake.err().lines().count(), mistake.err());
    assertTrue(mistake.err().contains("TG-CFG-0009"), mistake.err());
  }

  @Test
  void theAgentByOptionAsWellIsOneLine() throws IOException, InterruptedException {
    String agent = PRODUCT.sealed("agent", GATE_ALL);
    Run run =
        run(JDK, "gating", "valid", "-javaagent:" + agent + "=token.file=" + PRODUCT.path("valid"));
    assertEquals("OPEN\n", run.assertStatus(0).out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(ErrorCode.AGENT_TWICE.code()), run.err());
  }

  @Test
  void theJarHasTheOperatorsCommands() throws IOException, InterruptedException {
    Run run =
        Run.of(
            List.of(
                JDK.tool("java"),
                "-cp",
                PRODUCT.path("gating.jar"),
                "io.tollgate.premain.Main",
                "verify",
                "--file",
                PRODUCT.path("valid")),
            Map.of(),
            PRODUCT.folder());
    assertTrue(run.assertStatus(0).out().contains("\"kind\":\"licensed\""), run.out());
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException, InterruptedException {
    byte[] once = Files.readAllBytes(Path.of(seal("same", GATE_ALL)));
    byte[] again = Files.readAllBytes(Path.of(seal("same", GATE_ALL)));
    assertArrayEquals(once, again);
  }

  private static String seal(String name, String lines) throws IOException, InterruptedException {
    VendorTool.run(
        "seal",
        "--policy",
        PRODUCT.path(PRODUCT.policy(name + ".properties", lines)),
        "--agent",
        Product.AGENT.toString(),
        "--into",
        PRODUCT.path("product.jar"),
        "--out",
        PRODUCT.path(name + ".jar"));
    return PRODUCT.path(name + ".jar");
  }

  private static Run run(Jdk jdk, String jar, String token, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(jdk.light());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-Dtollgate.token.file=" + PRODUCT.path(token), "-jar", PRODUCT.path(jar + ".jar")));
    return Run.of(command, Map.of(), PRODUCT.folder());
  }
}
