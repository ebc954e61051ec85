package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.license.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent jar under JVMs that start, warn, gate and halt. */
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
class AgentJarIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final String GATE_ALL =
      "start.on-expired=gate\nstart.on-missing=gate\nstart.on-invalid=gate";

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    PRODUCT.sealed("halting", "");
    PRODUCT.sealed("gating", GATE_ALL);
    PRODUCT.sealed("evaluating", "start.on-missing=evaluate");
    Files.createDirectories(PRODUCT.folder().resolve("boot"));
    PRODUCT.token("valid", days(400));
    PRODUCT.token("expiring", days(100));
    PRODUCT.token("grace", days(-10));
    PRODUCT.token("expired", days(-100));
    PRODUCT.token("not-yet", days(400), "--nbf", Long.toString(days(1).getEpochSecond()));
    String valid = Files.readString(PRODUCT.folder().resolve("valid"));
    write("invalid", valid.substring(0, valid.length() - 4) + "AAAA");
    write("blank", " \r\n");
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theWholeStateTableHoldsOnEveryJdk(Jdk jdk) throws IOException, InterruptedException {
    assertSilent(start(jdk, "halting", "valid"));

    assertBanner(start(jdk, "halting", "expiring"), "EXPIRING");
    assertBanner(start(jdk, "halting", "grace"), "GRACE");

    assertHalt(start(jdk, "halting", "expired"), "EXPIRED", "TG-LIC-0002");
    assertHalt(start(jdk, "halting", "not-yet"), "NOT_YET_VALID", "TG-LIC-0003");
    assertHalt(start(jdk, "halting", "gone"), "MISSING", "TG-LIC-0001");
    assertHalt(start(jdk, "halting", "invalid"), "INVALID", "TG-TOK-0006");

    assertClosed(start(jdk, "gating", "expired"), "EXPIRED", "TG-LIC-0002");
    assertClosed(start(jdk, "gating", "not-yet"), "NOT_YET_VALID", "TG-LIC-0003");
    assertClosed(start(jdk, "gating", "gone"), "MISSING", "TG-LIC-0001");
    assertClosed(start(jdk, "gating", "invalid"), "INVALID", "TG-TOK-0006");

    assertBanner(start(jdk, "evaluating", "gone"), "MISSING");
    assertHalt(start(jdk, "evaluating", "invalid"), "INVALID", "TG-TOK-0006");
    assertHalt(start(jdk, "evaluating", "expired"), "EXPIRED", "TG-LIC-0002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "EdDSA"})
  void aLicenseOfAnyAlgorithmStartsAJvm(String alg) throws IOException, InterruptedException {
    VendorTool.run("keygen", "--alg", alg, "--kid", alg, "--out", PRODUCT.path("keys"));
    VendorTool.run(
        "issue",
        "--key",
        PRODUCT.path("keys/" + alg + ".private.pem"),
        "--sub",
        "A",
        "--exp",
        "P1Y",
        "--out",
        PRODUCT.path(alg));
    Files.writeString(
        PRODUCT.folder().resolve(alg + ".properties"),
        "product.name=P\nproduct.contact=C\nkeys.file=keys/" + alg + ".jwk.json\n");
    VendorTool.run(
        "seal",
        "--policy",
        PRODUCT.path(alg + ".properties"),
        "--agent",
        Product.AGENT.toString(),
        "--out",
        PRODUCT.path(alg + ".jar"));
    assertSilent(start(JDK, alg, alg));
    assertHalt(start(JDK, "halting", alg), "INVALID", "TG-KEY-0001");
  }

  @Test
  void aBlankFileHoldsNoToken() throws IOException, InterruptedException {
    assertHalt(start(JDK, "halting", "blank"), "MISSING", "TG-LIC-0001");
  }

  @Test
  void aPlaceThatIsNoReadableFileOfASensibleSizeIsInvalid()
      throws IOException, InterruptedException {
    Files.createDirectories(PRODUCT.folder().resolve("a-folder"));
    try (RandomAccessFile sparse = new RandomAccessFile(PRODUCT.path("gibibyte"), "rw")) {
      sparse.setLength(1L << 30);
    }
    Run.of(List.of("mkfifo", PRODUCT.path("pipe")), Map.of(), PRODUCT.folder()).assertStatus(0);
    assertHalt(start(JDK, "evaluating", "a-folder"), "is a directory", "TG-TOK-0010");
    assertHalt(start(JDK, "evaluating", "pipe"), "is no regular file", "TG-TOK-0010");
    assertHalt(start(JDK, "evaluating", "gibibyte"), "16 KiB", "TG-TOK-0002");
  }

  @Test
  void aTokenThatTheProcessMayNotReadIsInvalidAndNotMissing()
      throws IOException, InterruptedException {
    // Root may read everything, so under root another user runs this, where that user may go.
    Path folder = Files.createTempDirectory("tollgate");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path jar = Files.copy(Path.of(PRODUCT.path("evaluating.jar")), folder.resolve("agent.jar"));
    Files.copy(PRODUCT.folder().resolve("classes/Main.class"), folder.resolve("Main.class"));
    Path api = Files.copy(Product.API, folder.resolve("api.jar"));
    Path hidden = Files.createDirectory(folder.resolve("hidden"));
    for (Path closed : List.of(Files.createFile(folder.resolve("closed")), hidden)) {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    }
    List<String> asSomebody =
        System.getProperty("user.name").equals("root")
            ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            : List.of();
    for (String token : List.of("closed", "hidden/token")) {
      List<String> command = new ArrayList<>(asSomebody);
      command.addAll(
          List.of(
              JDK.tool("java"),
              "-javaagent:" + jar + "=token.file=" + folder.resolve(token),
              "-cp",
              folder + java.io.File.pathSeparator + api,
              "Main"));
      Run run = Run.of(command, Map.of(), folder);
      assertHalt(run, "this process", "TG-TOK-0010");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token.flie=/x TG-CFG-0008",
        "poll=soon TG-CFG-0009",
        "log=yaml TG-CFG-0009",
        "token.file TG-CFG-0009",
        "policy=x TG-CFG-0007"
      })
  void aMistakeInTheAgentArgumentHaltsWithOneLine(String settingAndCode)
      throws IOException, InterruptedException {
    String[] parts = settingAndCode.split(" ", -1);
    assertMistake(PRODUCT.run(JDK, PRODUCT.path("halting.jar") + "=" + parts[0]), parts[1]);
  }

  @Test
  void anUnsealedJarSaysSoAndJudgesByThePolicyItIsTold() throws IOException, InterruptedException {
    String settings = "=policy=" + PRODUCT.path("halting.properties") + ",token.file=";
    Run run = PRODUCT.run(JDK, Product.AGENT + settings + PRODUCT.path("valid")).assertStatus(0);
    assertEquals("OPEN\n", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("UNSEALED"), run.err());
    Run expired = PRODUCT.run(JDK, Product.AGENT + settings + PRODUCT.path("expired"));
    assertTrue(expired.assertStatus(78).err().contains("TG-LIC-0002"), expired.err());
  }

  @Test
  void anUnsealedJarWithoutPolicyHaltsWithOneLine() throws IOException, InterruptedException {
    assertMistake(PRODUCT.run(JDK, Product.AGENT.toString()), "TG-CFG-0006");
  }

  @Test
  void aMistakeInThePolicyHaltsWithOneLineThatNamesIt() throws IOException, InterruptedException {
    assertPolicyMistake("lifecyle.warn=P1D", "TG-CFG-0001", "lifecyle.warn");
    assertPolicyMistake("lifecycle.warn=6 months", "TG-CFG-0002", "6 months");
    assertPolicyMistake("meter.users=x", "TG-CFG-0002", "meter.users");
    write(
        "nokeys.properties",
        "product.name=P\nproduct.contact=C\nkeys.file=keys/k1.jwk.json,keys/gone.pem\n");
    Run run = PRODUCT.run(JDK, Product.AGENT + "=policy=" + PRODUCT.path("nokeys.properties"));
    assertMistake(run, "TG-CFG-0004");
    assertTrue(run.err().contains("gone.pem"), run.err());
    assertMistake(
        PRODUCT.run(JDK, Product.AGENT + "=policy=" + PRODUCT.path("gone.properties")),
        "TG-CFG-0004");
  }

  @Test
  void settingsComeFromTheEnvironmentToo() throws IOException, InterruptedException {
    String agent = "-javaagent:" + PRODUCT.path("halting.jar");
    assertSilent(PRODUCT.run(JDK, Map.of("TOLLGATE_TOKEN_FILE", PRODUCT.path("valid")), agent));
    assertSilent(
        PRODUCT.run(
            JDK,
            Map.of("TOLLGATE_TOKEN_FILE", PRODUCT.path("expired")),
            agent,
            "-Dtollgate.token.file=" + PRODUCT.path("valid")));
  }

  @Test
  void aTokenMayComeFromTheVariableThatThePolicyNames() throws IOException, InterruptedException {
    PRODUCT.sealed("env", "token.env=ACME_LICENSE\ntoken.file=/nonexistent/token");
    String token = Files.readString(PRODUCT.folder().resolve("valid"));
    String agent = "-javaagent:" + PRODUCT.path("env.jar");
    assertSilent(PRODUCT.run(JDK, Map.of("ACME_LICENSE", token), agent));
    assertHalt(PRODUCT.run(JDK, Map.of(), agent), "ACME_LICENSE", "TG-LIC-0001");
  }

  @Test
  void aVariableThatHoldsNoKeyIsOneLineAndTheSealedKeyStays()
      throws IOException, InterruptedException {
    VendorTool.run("keygen", "--alg", "EdDSA", "--kid", "ed", "--out", PRODUCT.path("keys"));
    write(
        "override.properties",
        """
        product.name=P
        product.contact=C
        keys.file=keys/k1.jwk.json,keys/ed.jwk.json
        keys.env=ACME_KEY
        """);
    VendorTool.run(
        "seal",
        "--policy",
        PRODUCT.path("override.properties"),
        "--agent",
        Product.AGENT.toString(),
        "--out",
        PRODUCT.path("override.jar"));
    Run run =
        PRODUCT.run(
            JDK,
            Map.of("ACME_KEY", "nonsense", "TOLLGATE_TOKEN_FILE", PRODUCT.path("valid")),
            "-javaagent:" + PRODUCT.path("override.jar"));
    assertOneLineAndOpen(run, ErrorCode.KEY_OVERRIDE);
  }

  @Test
  void aDenylistThatCannotBeBelievedIsOneLineAndTheStartGoesOn()
      throws IOException, InterruptedException {
    write("denylist", "no list");
    PRODUCT.sealed("listed", "denylist.file=" + PRODUCT.path("denylist"));
    assertOneLineAndOpen(start(JDK, "listed", "valid"), ErrorCode.DENYLIST_REFUSED);
    PRODUCT.sealed("unlisted", "denylist.file=" + PRODUCT.path("no-such-list"));
    assertOneLineAndOpen(start(JDK, "unlisted", "valid"), ErrorCode.DENYLIST_UNAVAILABLE);
  }

  private static void assertOneLineAndOpen(Run run, ErrorCode code) {
    assertEquals("OPEN\n", run.assertStatus(0).out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("Code: " + code.code() + " "), run.err());
    assertTrue(run.err().contains(code.title()), run.err());
  }

  @Test
  void noticesAreJsonLinesWhenAskedFor() throws IOException, InterruptedException {
    Run run = start(JDK, "halting", "expired", "log=json").assertStatus(78);
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("{\"logger\":\"tollgate\""), run.err());
    assertTrue(run.err().contains("\"code\":\"TG-LIC-0002\""), run.err());
  }

  @Test
  void theAgentTwiceOnOneCommandLineWorksOnceAndSaysSo() throws IOException, InterruptedException {
    Path copy = PRODUCT.folder().resolve("copy.jar");
    Files.copy(PRODUCT.folder().resolve("halting.jar"), copy, StandardCopyOption.REPLACE_EXISTING);
    for (String second : new String[] {PRODUCT.path("halting.jar"), copy.toString()}) {
      Run run =
          PRODUCT.run(
              JDK,
              Map.of("TOLLGATE_TOKEN_FILE", PRODUCT.path("valid")),
              "-javaagent:" + PRODUCT.path("halting.jar"),
              "-javaagent:" + second);
      assertEquals("OPEN\n", run.assertStatus(0).out());
      assertEquals(1, run.err().lines().count(), run.err());
      assertSays(ErrorCode.AGENT_TWICE, run);
    }
  }

  @Test
  void anAgentOfAnotherPolicyDoesNotTakeThePlaceOfTheProductsOwn()
      throws IOException, InterruptedException {
    String mine = PRODUCT.policy("mine.properties", "start.on-missing=evaluate");
    String unsealed = "-javaagent:" + Product.AGENT + "=policy=" + PRODUCT.path(mine);
    String sealed = "-javaagent:" + PRODUCT.path("halting.jar");
    String other = "-javaagent:" + PRODUCT.path("gating.jar");
    for (String first : new String[] {unsealed, other}) {
      Run run = PRODUCT.run(JDK, Map.of("TOLLGATE_TOKEN_FILE", "/nonexistent"), first, sealed);
      assertEquals("", run.assertStatus(78).out());
      assertSays(ErrorCode.AGENT_CONFLICT, run);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aClassThatAnotherAgentLoadedFirstIsGated(Jdk jdk) throws IOException, InterruptedException {
    String early =
        PRODUCT.agentJar(
            "Early",
            """
            public class Early {
              public static void premain(String a, java.lang.instrument.Instrumentation i)
                  throws Exception {
                Class.forName("Main", true, ClassLoader.getSystemClassLoader());
              }
            }
            """);
    Run run =
        PRODUCT.run(
            jdk,
            Map.of("TOLLGATE_TOKEN_FILE", PRODUCT.path("expired")),
            "-javaagent:" + early,
            "-javaagent:" + PRODUCT.path("gating.jar"));
    assertClosed(run, "EXPIRED", "TG-LIC-0002");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJvmThatPassesForAToolHasClosedGates(Jdk jdk) throws IOException, InterruptedException {
    Run run =
        PRODUCT.run(
            jdk,
            Map.of("_JAVA_OPTIONS", "-Djdk.module.main=java.base -Dsun.java.command=java.base/x"),
            agent("evaluating", PRODUCT.folder().resolve("gone")));
    assertEquals("CLOSED TG-LIC-0001 MISSING export\n", run.assertStatus(0).out());
    assertFalse(run.err().contains("Tollgate"), run.err());
  }

  @Test
  void aWatchThatEndsClosesTheGatesForGood() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(PRODUCT.command(JDK, agent("halting", PRODUCT.folder().resolve("valid"))));
    command.add("interrupt");
    Run run = Run.of(command, Map.of(), PRODUCT.folder()).assertStatus(0);
    assertEquals("OPEN\nCLOSED TG-SYS-0005 VALID export\n", run.out());
  }

  @Test
  void aJvmWhoseGatesDoNotBiteDoesNotStart() throws IOException, InterruptedException {
    String strips =
        PRODUCT.agentJar(
            "Strips",
            """
            import java.lang.instrument.*;
            import java.security.ProtectionDomain;

            public class Strips implements ClassFileTransformer {
              public static void premain(String a, Instrumentation i) {
                i.addTransformer(new Strips());
              }

              @Override
              public byte[] transform(
                  ClassLoader l, String name, Class<?> c, ProtectionDomain d, byte[] bytes) {
                if (!"io/tollgate/core/weave/Probe".equals(name)) {
                  return null;
                }
                byte[] other = bytes.clone();
                for (int i = 0; i + 6 < other.length; i++) {
                  if (new String(other, i, 7).equals("Probed;")) {
                    other[i] = 'x';
                  }
                }
                return other;
              }
            }
            """);
    Run run =
        PRODUCT.run(
            JDK,
            Map.of("TOLLGATE_TOKEN_FILE", PRODUCT.path("valid")),
            "-javaagent:" + strips,
            "-javaagent:" + PRODUCT.path("halting.jar"));
    assertMistake(run, "TG-SYS-0004");
  }

  @Test
  void aJvmThatHasAGateOfSomebodyElsesDoesNotStart() throws IOException, InterruptedException {
    Path fake = PRODUCT.folder().resolve("fake");
    Files.createDirectories(fake.resolve("java/lang"));
    Path source =
        Files.writeString(
            fake.resolve("java/lang/TollgateGate.java"),
            "package java.lang; public class TollgateGate {"
                + " public static void pass(Class<?> c, String m, String f) {} }");
    Run.of(
            List.of(
                JDK.tool("javac"),
                "--patch-module",
                "java.base=" + fake,
                "-d",
                fake.toString(),
                source.toString()),
            Map.of(),
            fake)
        .assertStatus(0);
    Run run =
        PRODUCT.run(
            JDK,
            Map.of(),
            "--patch-module",
            "java.base=" + fake,
            agent("halting", PRODUCT.folder().resolve("valid")));
    assertEquals("", run.assertStatus(78).out());
    assertTrue(run.err().contains("TG-SYS-0003"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void anAgentJarThatIsBrokenHaltsWithOneLine() throws IOException, InterruptedException {
    Path broken = PRODUCT.folder().resolve("broken.jar");
    try (JarFile whole = new JarFile(Product.AGENT.toFile());
        JarOutputStream half =
            new JarOutputStream(Files.newOutputStream(broken), whole.getManifest())) {
      for (JarEntry entry : java.util.Collections.list(whole.entries())) {
        if (entry.getName().startsWith("io/tollgate/premain/") && !entry.isDirectory()) {
          half.putNextEntry(new JarEntry(entry.getName()));
          half.write(whole.getInputStream(entry).readAllBytes());
          half.closeEntry();
        }
      }
    }
    assertMistake(PRODUCT.run(JDK, broken.toString()), "TG-SYS-0006");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aLibraryThatIsAppendedToTheBootLoaderDoesNotReachTheAgent(Jdk jdk)
      throws IOException, InterruptedException {
    Path source =
        write("boot/JsonReader.java", "package com.google.gson.stream; public class JsonReader {}");
    Product.compile(source, PRODUCT.folder().resolve("boot"));
    assertSilent(
        PRODUCT.run(
            jdk,
            Map.of(),
            "-Xshare:off",
            "-Xbootclasspath/a:" + PRODUCT.path("boot"),
            agent("halting", PRODUCT.folder().resolve("valid"))));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aClassThatCannotBeWovenIsNotDefinedAndClosesAllGates(Jdk jdk)
      throws IOException, InterruptedException {
    Path source =
        write(
            "Old.java",
            """
            public class Old {
              @io.tollgate.api.Licensed
              public static String gated() { return "OPEN"; }
            }
            """);
    Product.compile(source, PRODUCT.folder().resolve("classes"));
    Path old = PRODUCT.folder().resolve("classes/Old.class");
    byte[] bytes = Files.readAllBytes(old);
    bytes[7] = 48; // before Java 5: no class constants
    Files.write(old, bytes);
    List<String> command =
        new ArrayList<>(PRODUCT.command(jdk, agent("halting", PRODUCT.folder().resolve("valid"))));
    command.add("load:Old");
    Run run = Run.of(command, Map.of(), PRODUCT.folder()).assertStatus(0);
    assertEquals("OPEN\njava.lang.ClassFormatError\nCLOSED TG-SYS-0002 VALID export\n", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("TG-SYS-0002") && run.err().contains("Old"), run.err());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void toolsOfTheJdkRunAsIfTheAgentWereNotThere(Jdk jdk) throws IOException, InterruptedException {
    Map<String, String> everywhere =
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-javaagent:" + PRODUCT.path("halting.jar") + "=token.file=/nonexistent/token");
    List<List<String>> tools =
        List.of(
            List.of(jdk.tool("javac"), "-version"),
            List.of(jdk.tool("jps")),
            List.of(jdk.tool("jcmd"), "-l"),
            List.of(jdk.tool("keytool"), "-help"),
            List.of(jdk.tool("jar"), "--version"),
            List.of(jdk.tool("javap"), "-version"));
    for (List<String> tool : tools) {
      Run run = Run.of(tool, everywhere, PRODUCT.folder()).assertStatus(0);
      assertFalse(run.err().contains("Tollgate"), run.err());
    }
    // A program that the source launcher runs is no tool.
    Path program =
        write("Program.java", "class Program { public static void main(String[] a) {} }");
    Run program17 =
        Run.of(List.of(jdk.tool("java"), program.toString()), everywhere, PRODUCT.folder());
    assertTrue(program17.assertStatus(78).err().contains("TG-LIC-0001"), program17.err());
    // Nor is an application that says it were one.
    Run liar =
        PRODUCT.run(
            jdk, everywhere, "-Djdk.module.main=jdk.compiler", "-Dsun.java.command=jdk.compiler/x");
    assertTrue(liar.assertStatus(78).err().contains("TG-LIC-0001"), liar.err());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRunningJvmClosesWhenGraceEndsAndOpensWhenARenewedTokenAppears(Jdk jdk)
      throws IOException, InterruptedException {
    Path mount = PRODUCT.folder().resolve("mount-" + jdk.feature());
    Files.deleteIfExists(mount);
    try (Started opens = started(jdk, mount, "OPEN")) {
      opens.await("CLOSED TG-LIC-0001 MISSING export");
      Files.copy(PRODUCT.folder().resolve("valid"), mount);
      opens.await("\nOPEN\n");
      opens.assertSaysAndEnds("licensed functions are open");
    }
    try (Started closes = started(jdk, mount, "CLOSED")) {
      closes.await("OPEN\n");
      // Issued later, so it rules; and it ends while the JVM runs.
      Instant now = Instant.now();
      Product.replace(
          mount,
          Issuer.of(PRODUCT)
              .token("short", now, now.plusSeconds(15), ",\"tollgate\":{\"grace\":\"PT0S\"}"));
      closes.await("CLOSED TG-LIC-0002 EXPIRED export\n");
      closes.assertSaysAndEnds("licensed functions are closed");
    }
  }

  @Test
  void theSameInputSealsToTheSameBytes() throws IOException, InterruptedException {
    byte[] once = Files.readAllBytes(Path.of(PRODUCT.sealed("same", GATE_ALL)));
    byte[] again = Files.readAllBytes(Path.of(PRODUCT.sealed("same", GATE_ALL)));
    assertArrayEquals(once, again);
  }

  private static Run start(Jdk jdk, String jar, String token, String... settings)
      throws IOException, InterruptedException {
    return PRODUCT.run(jdk, Map.of(), agent(jar, PRODUCT.folder().resolve(token), settings));
  }

  private static String agent(String jar, Path token, String... settings) {
    String all = String.join(",", settings);
    return "-javaagent:"
        + PRODUCT.path(jar + ".jar")
        + "=token.file="
        + token
        + (all.isEmpty() ? "" : "," + all);
  }

  /** The application, looking after its mount every second, until it is as it should be. */
  private static Started started(Jdk jdk, Path mount, String until) throws IOException {
    List<String> command =
        new ArrayList<>(PRODUCT.command(jdk, agent("gating", mount, "poll=PT1S")));
    command.add(until);
    return new Started(command, PRODUCT.folder().resolve(until + ".out"));
  }

  private static final class Started implements AutoCloseable {
    private final Process process;
    private final Path out;

    Started(List<String> command, Path out) throws IOException {
      this.out = out;
      this.process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    }

    void await(String text) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
      while (!Files.readString(out).contains(text)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no \"" + text + "\" in:\n" + Files.readString(out));
        }
        Thread.sleep(50);
      }
    }

    /** It lives until its standard input ends, so that nothing of what is said is lost. */
    void assertSaysAndEnds(String said) throws IOException, InterruptedException {
      await(said);
      process.getOutputStream().close();
      assertEquals(0, process.waitFor());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static void assertSilent(Run run) {
    assertEquals("OPEN\n", run.assertStatus(0).out());
    assertEquals("", run.err());
  }

  private static void assertBanner(Run run, String state) {
    assertEquals("OPEN\n", run.assertStatus(0).out());
    assertNotice(run, state);
  }

  private static void assertClosed(Run run, String state, String code) {
    assertEquals("CLOSED " + code + " " + state + " export\n", run.assertStatus(0).out());
    assertNotice(run, state);
    assertTrue(run.err().contains(code), run.err());
  }

  private static void assertHalt(Run run, String text, String code) {
    assertEquals("", run.assertStatus(78).out());
    assertNotice(run, text);
    assertTrue(run.err().contains(code), run.err());
    assertTrue(run.err().contains("does not start"), run.err());
  }

  private static void assertNotice(Run run, String text) {
    assertTrue(run.err().startsWith("Tollgate: Acme Orders"), run.err());
    assertTrue(run.err().contains(text), run.err());
    assertTrue(run.err().contains("sales@acme.example"), run.err());
    assertTrue(run.err().lines().count() <= 12, run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertFalse(run.err().contains("WARNING"), run.err());
  }

  /** What premain says by itself, without the catalogue, is what the catalogue says. */
  private static void assertSays(ErrorCode code, Run run) {
    String line = code.code() + " " + code.title() + " " + code.advice();
    assertTrue(run.err().contains(line), run.err());
  }

  private static void assertMistake(Run run, String code) {
    assertEquals("", run.assertStatus(78).out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(code), run.err());
  }

  private static void assertPolicyMistake(String line, String code, String named)
      throws IOException, InterruptedException {
    String policy = PRODUCT.policy("mistake.properties", line);
    Run run = PRODUCT.run(JDK, Product.AGENT + "=policy=" + PRODUCT.path(policy));
    assertMistake(run, code);
    assertTrue(run.err().contains(named), run.err());
    Run seal =
        PRODUCT.tool(
            "seal",
            "--policy",
            PRODUCT.path(policy),
            "--agent",
            Product.AGENT.toString(),
            "--out",
            PRODUCT.path("mistake.jar"));
    assertTrue(seal.assertStatus(2).err().startsWith(code), seal.err());
  }

  private static Path write(String name, String content) throws IOException {
    return Files.writeString(PRODUCT.folder().resolve(name), content);
  }

  private static Instant days(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }
}
