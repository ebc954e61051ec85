package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The agent with the JDK's archives of classes and under its stricter options. Gates bite, an idle
 * license leaves both streams to the program, and where the JVM has something to say about an
 * archive, it says the same with an agent that does nothing.
 */
class JdkFeaturesIT {
  private static final String JDKS = "io.tollgate.dist.Jdk#all";
  private static final String INSTRUMENT = "--add-modules=java.instrument";

  /** Without them no JVM writes an archive while an agent is there. */
  private static final List<String> ARCHIVE_WITH_AGENT =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent");

  /** The major version of Java 8's class files, and its last byte (JVMS §4.1). */
  private static final int JAVA_8 = 52;

  private static final int MAJOR_VERSION = 7;

  private static Shop shop;
  private static String nothing = "";
  private static String jar = "";

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    shop = new Shop();
    shop.compile(
        "Main",
        """
        public class Main {
          public static void main(String[] arguments) {
            System.out.println(Till.call(new Till()));
          }
        }
        """);
    nothing =
        "-javaagent:"
            + shop.product()
                .agentJar(
                    "Nothing",
                    "public class Nothing { public static void premain(String argument) {} }");
    // Archives are of jars: a folder on the class path is not archived.
    jar = shop.product().path("main.jar");
    Run.of(
            List.of(
                Jdk.ofTheseTests().tool("jar"),
                "cf",
                jar,
                "-C",
                shop.product().path("classes"),
                "."),
            Map.of(),
            shop.product().folder())
        .assertStatus(0);
  }

  static List<Jdk> jdksWithAotCaches() {
    return Jdk.all().stream().filter(jdk -> jdk.feature() >= 25).toList();
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "the JDK", value = "static AppCDS archive, recorded without the agent")
  void aStaticArchiveKeepsItsClassesGated(Jdk jdk) throws IOException, InterruptedException {
    String archive = fresh(jdk, "static.jsa");
    String list = fresh(jdk, "classes.lst");
    record(jdk, INSTRUMENT, "-Xshare:off", "-XX:DumpLoadedClassList=" + list);
    record(
        jdk,
        INSTRUMENT,
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + list,
        "-XX:SharedArchiveFile=" + archive);
    assertGatedAndSilent(jdk, "-XX:SharedArchiveFile=" + archive);
    assertArchived(jdk, "-XX:SharedArchiveFile=" + archive);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "the JDK", value = "dynamic AppCDS archive, recorded without the agent")
  void aDynamicArchiveKeepsItsClassesGated(Jdk jdk) throws IOException, InterruptedException {
    String archive = fresh(jdk, "dynamic.jsa");
    record(jdk, "-XX:ArchiveClassesAtExit=" + archive);
    assertGatedAndNoWorseThanAnyAgent(jdk, "-XX:SharedArchiveFile=" + archive);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "the JDK", value = "dynamic AppCDS archive on a base with java.instrument")
  void aDynamicArchiveOnABaseWithInstrumentIsUsedInSilence(Jdk jdk)
      throws IOException, InterruptedException {
    String base = fresh(jdk, "base.jsa");
    String archive = fresh(jdk, "top.jsa");
    record(jdk, INSTRUMENT, "-Xshare:dump", "-XX:SharedArchiveFile=" + base);
    record(jdk, INSTRUMENT, "-XX:SharedArchiveFile=" + base, "-XX:ArchiveClassesAtExit=" + archive);
    assertGatedAndSilent(jdk, "-XX:SharedArchiveFile=" + archive);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "the JDK", value = "dynamic AppCDS archive, recorded with the agent")
  void anArchiveRecordedUnderTheAgentDoesNotOpenAGate(Jdk jdk)
      throws IOException, InterruptedException {
    String archive = fresh(jdk, "agent.jsa");
    List<String> options = new ArrayList<>(ARCHIVE_WITH_AGENT);
    options.add(shop.agent(true));
    options.add("-XX:ArchiveClassesAtExit=" + archive);
    record(jdk, options.toArray(new String[0]));
    assertGatedAndNoWorseThanAnyAgent(jdk, "-XX:SharedArchiveFile=" + archive);
    List<String> allowed = new ArrayList<>(ARCHIVE_WITH_AGENT);
    allowed.add("-XX:SharedArchiveFile=" + archive);
    // JDK 17 has put the woven class into this one.
    assertGated(jdk, allowed.toArray(new String[0]));
  }

  @ParameterizedTest
  @MethodSource("jdksWithAotCaches")
  @World(group = "the JDK", value = "AOT cache, recorded without the agent")
  void anAotCacheRecordedWithoutTheAgentKeepsItsClassesGated(Jdk jdk)
      throws IOException, InterruptedException {
    String cache = fresh(jdk, "without.aot");
    record(jdk, "-XX:AOTCacheOutput=" + cache);
    assertGatedAndNoWorseThanAnyAgent(jdk, "-XX:AOTCache=" + cache);
  }

  @ParameterizedTest
  @MethodSource("jdksWithAotCaches")
  @World(group = "the JDK", value = "AOT cache, recorded with java.instrument")
  void classesOfAnAotCacheThatAreThereBeforeTheAgentAreGated(Jdk jdk)
      throws IOException, InterruptedException {
    String cache = fresh(jdk, "instrument.aot");
    record(jdk, INSTRUMENT, "-XX:AOTCacheOutput=" + cache);
    assertGatedAndSilent(jdk, "-XX:AOTCache=" + cache);
    assertArchived(jdk, "-XX:AOTCache=" + cache);
  }

  @ParameterizedTest
  @MethodSource("jdksWithAotCaches")
  @World(group = "the JDK", value = "AOT cache, recorded in two steps, with another agent")
  void anAotCacheRecordedInTwoStepsUnderAnotherAgentKeepsItsClassesGated(Jdk jdk)
      throws IOException, InterruptedException {
    String configuration = fresh(jdk, "other.aotconf");
    String cache = fresh(jdk, "other.aot");
    record(jdk, nothing, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration);
    record(
        jdk,
        nothing,
        "-XX:AOTMode=create",
        "-XX:AOTConfiguration=" + configuration,
        "-XX:AOTCache=" + cache);
    assertGatedAndSilent(jdk, "-XX:AOTCache=" + cache);
    assertArchived(jdk, "-XX:AOTCache=" + cache);
  }

  @ParameterizedTest
  @MethodSource("jdksWithAotCaches")
  @World(group = "the JDK", value = "AOT cache, recorded with the agent")
  void anAotCacheRecordedUnderTheAgentDoesNotOpenAGate(Jdk jdk)
      throws IOException, InterruptedException {
    String cache = fresh(jdk, "agent.aot");
    record(jdk, shop.agent(true), "-XX:AOTCacheOutput=" + cache);
    assertGatedAndSilent(jdk, "-XX:AOTCache=" + cache);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "the JDK", value = "no dynamic agents, no attaching")
  void aJvmThatTakesNoFurtherAgentsIsGated(Jdk jdk) throws IOException, InterruptedException {
    assertGatedAndSilent(jdk, "-XX:-EnableDynamicAgentLoading", "-XX:+DisableAttachMechanism");
  }

  @ParameterizedTest
  @MethodSource("jdksWithAotCaches")
  @World(group = "the JDK", value = "native access and sun.misc.Unsafe denied")
  void aJvmThatDeniesNativeAccessAndUnsafeIsGated(Jdk jdk)
      throws IOException, InterruptedException {
    assertGatedAndSilent(
        jdk, "--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=deny");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "the JDK", value = "class files of its own version")
  void classFilesOfTheJdksOwnVersionAreGated(Jdk jdk) throws IOException, InterruptedException {
    String classes = fresh(jdk, "classes");
    Run.of(
            List.of(
                jdk.tool("javac"),
                "-proc:none",
                "-cp",
                Product.API.toString(),
                "-d",
                classes,
                shop.product().path("Main.java"),
                shop.product().path("Till.java")),
            Map.of(),
            shop.product().folder())
        .assertStatus(0);
    byte[] gated = Files.readAllBytes(Path.of(classes, "Till.class"));
    assertEquals(JAVA_8 + jdk.feature() - 8, gated[MAJOR_VERSION]);
    for (boolean licensed : new boolean[] {true, false}) {
      Run run =
          shop.java(
                  jdk,
                  List.of(
                      shop.agent(licensed),
                      "-cp",
                      classes + File.pathSeparator + Product.API,
                      "Main"))
              .assertStatus(0);
      assertEquals((licensed ? Shop.OPEN : Shop.CLOSED) + "\n", run.out());
    }
  }

  private static void record(Jdk jdk, String... options) throws IOException, InterruptedException {
    program(jdk, List.of(), options);
  }

  private static void assertGatedAndSilent(Jdk jdk, String... options)
      throws IOException, InterruptedException {
    Run open = program(jdk, List.of(shop.agent(true)), options);
    assertEquals(Shop.OPEN + "\n", open.out());
    assertEquals("", open.err());
    Run closed = program(jdk, List.of(shop.agent(false)), options);
    assertEquals(Shop.CLOSED + "\n", closed.out());
    assertEquals(List.of(), Shop.warnings(closed));
  }

  /** Some archives the JVM does not take, or not as a whole, with any agent. */
  private static void assertGatedAndNoWorseThanAnyAgent(Jdk jdk, String... options)
      throws IOException, InterruptedException {
    List<String> usual = Shop.warnings(program(jdk, List.of(nothing), options));
    assertEquals(usual, assertGated(jdk, options));
    if (jdk.feature() < 25) {
      assertEquals(List.of(), usual);
    }
  }

  /** What the JVM warned of. */
  private static List<String> assertGated(Jdk jdk, String... options)
      throws IOException, InterruptedException {
    Run open = program(jdk, List.of(shop.agent(true)), options);
    assertTrue(open.out().endsWith(Shop.OPEN + "\n"), open.out());
    Shop.assertTold(open, true);
    Run closed = program(jdk, List.of(shop.agent(false)), options);
    assertTrue(closed.out().endsWith(Shop.CLOSED + "\n"), closed.out());
    Shop.assertTold(closed, false);
    return Shop.warnings(open);
  }

  /** The gated class came out of the archive, so the tests before have shown what they say. */
  private static void assertArchived(Jdk jdk, String option)
      throws IOException, InterruptedException {
    Run run = program(jdk, List.of(nothing), option, "-Xlog:class+load");
    assertTrue(
        run.out().lines().anyMatch(line -> line.matches(".* Till source: shared objects file.*")),
        "Till was not archived");
  }

  private static Run program(Jdk jdk, List<String> agents, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(agents);
    all.addAll(List.of("-cp", jar + File.pathSeparator + Product.API, "Main"));
    return shop.java(jdk, all).assertStatus(0);
  }

  private static String fresh(Jdk jdk, String name) throws IOException {
    Path file = shop.product().folder().resolve(jdk.feature() + "-" + name);
    assertFalse(Files.exists(file), "the archive is there already");
    return file.toString();
  }
}
