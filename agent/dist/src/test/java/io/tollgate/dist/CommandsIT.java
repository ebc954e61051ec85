package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator's commands of both jars, as somebody at a terminal and a script run them. */
class CommandsIT {
  private static final Product PRODUCT = Product.make();

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    PRODUCT.sealed("acme", "lifecycle.warn=P30D");
    PRODUCT.token("token", Instant.now().plus(Duration.ofDays(400)));
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aTerminalGetsTextAndAProgramGetsJson(Jdk jdk) throws IOException, InterruptedException {
    assumeThatATerminalCanBeMade();
    for (String verify :
        List.of(
            java(jdk, "acme.jar") + " verify --file token",
            java(jdk, Product.TOOL.toString()) + " verify --policy acme.properties --file token")) {
      String text = atATerminal(verify).assertStatus(0).out();
      assertTrue(text.startsWith("Acme Orders: licensed (VALID)\r\n"), text);
      assertTrue(text.contains("  Customer     Example Corp\r\n"), text);
      assertFalse(text.contains("{"), text);
      assertTrue(atATerminal(verify + " --json").assertStatus(0).out().startsWith("{\"kind\""));
      assertTrue(atATerminal(verify + " | cat").assertStatus(0).out().startsWith("{\"kind\""));
      assertTrue(shell(verify).assertStatus(0).out().startsWith("{\"kind\":\"licensed\""));
    }
    String inspect = java(jdk, "acme.jar") + " inspect --file token";
    String shown = atATerminal(inspect).assertStatus(0).out();
    assertTrue(shown.startsWith("UNVERIFIED"), shown);
    assertTrue(shown.contains("  sub  Example Corp\r\n"), shown);
    Run piped = shell(inspect).assertStatus(0);
    assertTrue(piped.out().startsWith("UNVERIFIED"), piped.out());
    assertTrue(piped.out().contains("\n{\"format\":\"jwt\""), piped.out());
    assertEquals("", piped.err());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aTokenThatIsPipedInIsAnsweredWithJsonOnATerminalToo(Jdk jdk)
      throws IOException, InterruptedException {
    assumeThatATerminalCanBeMade();
    String out = atATerminal("cat token | " + java(jdk, "acme.jar") + " verify -").out();
    assertTrue(out.startsWith("{\"kind\":\"licensed\""), out);
  }

  @Test
  void theTimelineKeepsTheLocalTimeOfWhoeverAsks() throws IOException, InterruptedException {
    Jdk jdk = Jdk.ofTheseTests();
    String timeline = " -Duser.timezone=Asia/Tokyo -jar acme.jar timeline --file token";
    String out = shell(jdk.tool("java") + timeline).assertStatus(0).out();
    assertTrue(out.startsWith("Acme Orders, license token\n"), out);
    assertTrue(out.contains("Asia/Tokyo") && out.contains(" +09:00  GRACE "), out);
  }

  @Test
  void theDoctorSeesAMountOfTheFileAlone() throws IOException, InterruptedException {
    Run unshared = Run.of(List.of("unshare", "-rm", "true"), Map.of(), PRODUCT.folder());
    if (unshared.status() != 0) {
      System.err.println("NOT TESTED: a real mount of one file, because unshare -rm may not run.");
    }
    assumeTrue(unshared.status() == 0);
    Path folder = Files.createDirectory(PRODUCT.folder().resolve("mount point"));
    Files.createFile(folder.resolve("token"));
    String doctor = java(Jdk.ofTheseTests(), "acme.jar") + " doctor --file 'mount point/token'";
    Run run =
        Run.of(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount --bind token 'mount point/token' && " + doctor),
            Map.of(),
            PRODUCT.folder());
    assertTrue(run.assertStatus(0).out().contains("\nwarn  mount: "), run.out());
    Files.copy(PRODUCT.folder().resolve("token"), folder.resolve("plain"));
    Run plain = shell(doctor.replace("point/token", "point/plain")).assertStatus(0);
    assertFalse(plain.out().contains("mount: "), plain.out());
  }

  @Test
  void theDoctorOfAUserWhoMayNotReadTheTokenSaysSo() throws IOException, InterruptedException {
    // Root may read everything, so under root another user runs this, where that user may go.
    Path folder = Files.createTempDirectory("tollgate");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(Path.of(PRODUCT.path("acme.jar")), folder.resolve("acme.jar"));
    Files.setPosixFilePermissions(
        Files.createFile(folder.resolve("token")), PosixFilePermissions.fromString("---------"));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    String java = Jdk.ofTheseTests().tool("java");
    command.addAll(List.of(java, "-jar", "acme.jar", "doctor", "--file", "token"));
    Run run = Run.of(command, Map.of(), folder).assertStatus(1);
    assertTrue(
        run.out().startsWith("fail  token file: TG-TOK-0010 token may not be read"), run.out());
  }

  @Test
  void bothJarsCompleteTheirCommandsInBash() throws IOException, InterruptedException {
    Map<String, String> commands =
        Map.of("acme.jar", "verify timeline doctor", Product.TOOL.toString(), "verify issue seal");
    for (Map.Entry<String, String> jar : commands.entrySet()) {
      String script = PRODUCT.path("completion.sh");
      Run print = shell(java(Jdk.ofTheseTests(), jar.getKey()) + " completion --name acme");
      Files.writeString(Path.of(script), print.assertStatus(0).out());
      String complete =
          "source %s; COMP_WORDS=(acme ''); COMP_CWORD=1; COMP_LINE='acme '; COMP_POINT=5;"
                  .formatted(script)
              + " compopt() { :; }; _complete_acme acme ''; echo \"${COMPREPLY[@]}\"";
      List<String> bash = List.of("bash", "--norc", "-c", complete);
      String offered = Run.of(bash, Map.of(), PRODUCT.folder()).assertStatus(0).out();
      for (String command : jar.getValue().split(" ", -1)) {
        assertTrue(List.of(offered.strip().split("\\s+", -1)).contains(command), offered);
      }
    }
  }

  private static void assumeThatATerminalCanBeMade() throws IOException, InterruptedException {
    boolean there = shell("command -v script").status() == 0;
    if (!there) {
      System.err.println("NOT TESTED: output on a terminal, because script(1) is not there.");
    }
    assumeTrue(there);
  }

  private static String java(Jdk jdk, String jar) {
    return jdk.tool("java") + " -jar " + jar;
  }

  /** In a pseudo-terminal, whose lines end with CR and LF, and which shows stderr too. */
  private static Run atATerminal(String line) throws IOException, InterruptedException {
    return Run.of(
        List.of("script", "-qec", line, "/dev/null"), Map.of("SHELL", "/bin/sh"), PRODUCT.folder());
  }

  private static Run shell(String line) throws IOException, InterruptedException {
    return Run.of(List.of("sh", "-c", line), Map.of(), PRODUCT.folder());
  }
}
