package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.license.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent, attached to applications that run. */
@Execution(ExecutionMode.CONCURRENT)
class AttachIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final String OPEN = "open a b";

  /** Without it JDK 21 and later warn of every agent that is attached. */
  private static final String QUIET = "-XX:+EnableDynamicAgentLoading";

  private static String agent = "";

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    agent = PRODUCT.sealed("halting", "");
    PRODUCT.token("valid", Instant.now().plus(Duration.ofDays(400)));
    PRODUCT.token("expired", Instant.now().minus(Duration.ofDays(100)));
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aLicenseThatEndsClosesTheGatesOfAnApplicationThatRanBeforeTheAgent(Jdk jdk)
      throws Exception {
    Path state = PRODUCT.folder().resolve("state-" + jdk.feature());
    try (Host host = Host.plain(jdk, QUIET)) {
      host.awaitGates(0, OPEN);
      int attached = host.mark();
      String token =
          PRODUCT.token(
              "short-" + jdk.feature(),
              Instant.now().plusSeconds(15),
              "--claim",
              "tollgate={\"warn\":\"PT0S\",\"grace\":\"PT0S\"}");
      String settings = "token.file=" + token + ",poll=PT1S,http=127.0.0.1:0,state.dir=" + state;
      assertAttached(attach(host, agent, settings), host, "VALID");
      host.awaitErr(attached, "licensed functions are closed");
      host.awaitGates(attached, "closed TG-LIC-0002");
      // Not one call was denied while the agent came in.
      assertEquals(List.of("closed TG-LIC-0002"), host.gatesSince(attached), host::describe);
      host.assertErr(attached, "licensed functions are closed");
      // What waits for main to begin has nothing to wait for.
      awaitFile(state.resolve("http.port"), host);
      Product.replace(Path.of(token), Files.readString(PRODUCT.folder().resolve("valid")));
      host.awaitGates(attached, OPEN);
      assertEquals(0, host.end(), host::describe);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aLicenseThatIsOverClosesGatesAndEndsNoApplication(Jdk jdk) throws Exception {
    try (Host host = Host.plain(jdk, QUIET)) {
      host.awaitGates(0, OPEN);
      int attached = host.mark();
      assertAttached(attach(host, agent, "token.file=" + path("expired")), host, "EXPIRED");
      host.awaitErr(attached, "Acme Orders: licensed functions are closed");
      host.awaitGates(attached, "closed TG-LIC-0002");
      assertFalse(host.describe().contains("does not start"), host::describe);
      assertTrue(host.err(attached).size() <= 12, host::describe);
      host.order("heap", "heap");
      assertEquals(0, host.end(), host::describe);
    }
  }

  @Test
  void aMistakeChangesNothingAndTheNextAttemptMayBeRight() throws Exception {
    try (Host host = Host.plain(JDK)) {
      host.awaitGates(0, OPEN);
      int mistaken = host.mark();
      assertRefused(attach(host, agent, "token.flie=x"), ErrorCode.SETTING_UNKNOWN);
      host.awaitErr(mistaken, "it is not attached");
      host.assertErr(mistaken, "TG-CFG-0008");
      assertEquals(List.of(), host.gatesSince(mistaken), host::describe);
      assertAttached(attach(host, agent, "token.file=" + path("expired")), host, "EXPIRED");
      host.awaitGates(mistaken, "closed TG-LIC-0002");
    }
  }

  /** A jar that was tried stays on the class path, and its classes would serve another's policy. */
  @Test
  void anAgentWithAnotherPolicyIsRefusedOnceOneWasTried() throws Exception {
    try (Host host = Host.plain(JDK)) {
      host.awaitGates(0, OPEN);
      assertRefused(attach(host, agent, "token.flie=x"), ErrorCode.SETTING_UNKNOWN);
      assertRefused(
          attach(host, PRODUCT.sealed("other", "lifecycle.warn=P1D"), "token.file=x"),
          ErrorCode.AGENT_CONFLICT);
      assertEquals(List.of(OPEN), host.gatesSince(0), host::describe);
    }
  }

  @Test
  void anUnsealedAgentIsAttachedWithAPolicy() throws Exception {
    String policy = PRODUCT.path(PRODUCT.policy("open.properties", ""));
    try (Host host = Host.plain(JDK)) {
      host.awaitGates(0, OPEN);
      String unsealed = Product.AGENT.toString();
      assertRefused(attach(host, unsealed, ""), ErrorCode.POLICY_ABSENT);
      int attached = host.mark();
      assertAttached(
          attach(host, unsealed, "policy=" + policy + ",token.file=" + path("expired")),
          host,
          "EXPIRED");
      host.awaitErr(attached, "UNSEALED");
      host.awaitGates(attached, "closed TG-LIC-0002");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anAgentThatIsThereAlreadyStaysAsItIs(Jdk jdk) throws Exception {
    String settings = "token.file=" + path("valid");
    try (Host host = Host.start(jdk, Map.of(), agent + "=" + settings, QUIET)) {
      host.awaitGates(0, OPEN);
      String other = PRODUCT.sealed("other-" + jdk.feature(), "start.on-missing=evaluate");
      for (String second : List.of(agent, other)) {
        assertRefused(
            attach(host, second, "token.file=" + path("expired")), ErrorCode.AGENT_PRESENT);
      }
      assertEquals(List.of(), host.err(0), host::describe);
      assertEquals(List.of(OPEN), host.gatesSince(0), host::describe);
    }
    try (Host host = Host.plain(jdk, QUIET)) {
      host.awaitGates(0, OPEN);
      assertAttached(attach(host, agent, settings), host, "VALID");
      assertRefused(attach(host, agent, settings), ErrorCode.AGENT_PRESENT);
      assertEquals(List.of(), host.err(0), host::describe);
    }
  }

  @Test
  void aProcessThatTakesNoAgentIsToldInOneLineAndGoesOn() throws Exception {
    for (String refusing :
        List.of("-XX:-EnableDynamicAgentLoading", "-XX:+DisableAttachMechanism")) {
      try (Host host = Host.plain(JDK, refusing)) {
        host.awaitGates(0, OPEN);
        assertFailed(attach(host, agent, ""), "does not take it");
        host.order("heap", "heap");
      }
    }
    try (Host host = Host.plain(JDK, "-Xrs")) {
      host.awaitGates(0, OPEN);
      assertFailed(attach(host, agent, ""), "-Xrs");
      host.order("heap", "heap");
    }
    try (Host host = Host.plain(JDK)) {
      host.awaitGates(0, OPEN);
      assertFailed(attach(host, Product.API.toString(), ""), "Agent JAR");
      host.order("heap", "heap");
    }
  }

  @Test
  void whatIsNoJvmIsNotTouched() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      assertFailed(attach(other.pid(), agent, ""), "is no JVM");
      assertFalse(other.waitFor(200, TimeUnit.MILLISECONDS), "attaching has ended it");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertFailed(attach(other.pid(), agent, ""), "There is no process");
  }

  @Test
  void aRuntimeWithoutTheAttachModuleIsToldInOneLine() throws Exception {
    Run run =
        Run.of(
            List.of(
                JDK.tool("java"),
                "--limit-modules",
                "java.base,java.logging,java.management,java.net.http,java.sql,java.xml",
                "-jar",
                Product.TOOL.toString(),
                "attach",
                Long.toString(ProcessHandle.current().pid()),
                "--agent",
                agent),
            Map.of(),
            PRODUCT.folder());
    assertFailed(run, "jdk.attach");
  }

  private static Run attach(Host host, String jar, String settings)
      throws IOException, InterruptedException {
    return attach(host.pid(), jar, settings);
  }

  private static Run attach(long pid, String jar, String settings)
      throws IOException, InterruptedException {
    return settings.isEmpty()
        ? PRODUCT.tool("attach", Long.toString(pid), "--agent", jar)
        : PRODUCT.tool("attach", Long.toString(pid), "--agent", jar, "--settings", settings);
  }

  private static void assertAttached(Run run, Host host, String state) {
    assertEquals("Attached to " + host.pid() + ": " + state + "\n", run.assertStatus(0).out());
    assertEquals("", run.err());
  }

  private static void assertRefused(Run run, ErrorCode code) {
    assertEquals("", run.assertStatus(1).out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith(code.code() + " " + code.title()), run.err());
    assertTrue(run.err().strip().endsWith(code.advice()), run.err());
  }

  private static void assertFailed(Run run, String why) {
    assertEquals("", run.assertStatus(2).out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith(ErrorCode.ATTACH_FAILED.code()), run.err());
    assertTrue(run.err().contains(why), run.err());
  }

  private static void awaitFile(Path file, Host host) throws InterruptedException {
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (!Files.exists(file)) {
      assertTrue(System.nanoTime() < deadline, host::describe);
      Thread.sleep(20);
    }
  }

  private static String path(String name) {
    return PRODUCT.path(name);
  }
}
