package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product's agent beside agents of others, before and after them on the command line. In each
 * of these JVMs gates bite, the other agent does what it is there for, and the JVM warns of nothing
 * that it does not warn of without the product's agent.
 */
@Execution(ExecutionMode.CONCURRENT)
class OtherAgentsIT {
  private static final Path OTHERS = Path.of("target", "other-agents").toAbsolutePath();
  private static final String JDKS = "io.tollgate.dist.Jdk#all";
  private static final String MAIN =
      """
      public class Main {
        public static void main(String[] arguments) {
          System.out.println(Till.call(new Till()));
        }
      }
      """;

  private static Shop shop;
  private static String meddler = "";

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    shop = new Shop();
    shop.compile("Main", MAIN);
    shop.compile(
        "CountingAspect",
        """
        import org.aspectj.lang.annotation.*;

        @Aspect
        public class CountingAspect {
          @Before("execution(* Till.gated(..))")
          public void count() {
            System.out.println("ASPECT");
          }
        }
        """,
        other("aspectjweaver"));
    shop.resource(
        "META-INF/aop.xml",
        "<aspectj><aspects><aspect name=\"CountingAspect\"/></aspects>"
            + "<weaver><include within=\"Till\"/><include within=\"CountingAspect\"/></weaver></aspectj>");
    shop.compile(
        "Mocking",
        """
        import org.mockito.Mockito;

        public class Mocking {
          public static void main(String[] arguments) {
            System.out.println(Till.call(Mockito.mock(Till.class, call -> "MOCKED")));
            System.out.println(Till.call(Mockito.spy(new Till())));
            System.out.println(Till.call(new Till()));
          }
        }
        """,
        mockito());
    shop.compile(
        "Blocking",
        """
        import reactor.blockhound.*;
        import reactor.blockhound.integration.*;

        public class Blocking implements BlockHoundIntegration {
          public void applyTo(BlockHound.Builder builder) {
            builder.nonBlockingThreadPredicate(
                others -> others.or(thread -> thread.getName().equals("never-blocks")));
          }

          public static void main(String[] arguments) throws Exception {
            if (arguments.length > 0) {
              BlockHound.install();
            }
            Thread thread = new Thread(Blocking::block, "never-blocks");
            thread.start();
            thread.join();
            System.out.println(Till.call(new Till()));
          }

          static void block() {
            System.out.println(Till.call(new Till()));
            try {
              Thread.sleep(1);
              System.out.println("nobody minds");
            } catch (BlockingOperationError e) {
              System.out.println("BLOCKING CALL");
            } catch (InterruptedException e) {
              System.out.println(e);
            }
          }
        }
        """,
        other("blockhound"));
    shop.resource(
        "META-INF/services/reactor.blockhound.integration.BlockHoundIntegration", "Blocking\n");
    meddler = meddler();
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "other agents", value = "OpenTelemetry javaagent, with a span for a gated method")
  void besideOpenTelemetry(Jdk jdk) throws IOException, InterruptedException {
    Together together =
        new Together(
            jdk,
            List.of("-javaagent:" + other("opentelemetry-javaagent")),
            List.of(
                "-Dotel.traces.exporter=logging",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-Dotel.instrumentation.methods.include=Till[gated]",
                "-cp",
                shop.classPath(),
                "Main"));
    for (boolean licensed : new boolean[] {true, false}) {
      together.inEachOrder(
          licensed,
          (run, productFirst) -> {
            assertEquals(gate(licensed) + "\n", run.out());
            // What comes last on the command line lies outside: it sees denied calls too.
            assertEquals(
                licensed || productFirst, run.err().contains("'Till.gated'"), () -> run.err());
          });
    }
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "other agents", value = "JaCoCo agent, with coverage of a gated class")
  void besideJacoco(Jdk jdk) throws IOException, InterruptedException {
    Path coverage = shop.product().folder().resolve("jacoco-" + jdk.feature() + ".exec");
    Together together =
        new Together(
            jdk,
            List.of("-javaagent:" + other("org.jacoco.agent") + "=destfile=" + coverage),
            List.of("-cp", shop.classPath(), "Main"));
    // Of the run without the product.
    Files.delete(coverage);
    for (boolean licensed : new boolean[] {true, false}) {
      together.inEachOrder(
          licensed,
          (run, productFirst) -> {
            assertEquals(gate(licensed) + "\n", run.out());
            // A class is in the file if one of its probes was passed.
            String classes = Files.readString(coverage, StandardCharsets.ISO_8859_1);
            assertTrue(classes.contains("Till"), "Till was not covered");
            Files.delete(coverage);
          });
    }
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(
      group = "other agents",
      value = "AspectJ load-time weaver, with an aspect on a gated method")
  void besideAspectj(Jdk jdk) throws IOException, InterruptedException {
    Together together =
        new Together(
            jdk,
            List.of("-javaagent:" + other("aspectjweaver")),
            List.of("-cp", shop.classPath(), "Main"));
    together.inEachOrder(
        true, (run, productFirst) -> assertEquals("ASPECT\n" + Shop.OPEN + "\n", run.out()));
    // The advice is part of the licensed method, and denied with it.
    together.inEachOrder(false, (run, productFirst) -> assertEquals(Shop.CLOSED + "\n", run.out()));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "other agents", value = "BlockHound as an agent")
  void besideBlockHound(Jdk jdk) throws IOException, InterruptedException {
    Together together =
        new Together(
            jdk,
            List.of("-javaagent:" + other("blockhound")),
            List.of(
                "-XX:+AllowRedefinitionToAddDeleteMethods", "-cp", shop.classPath(), "Blocking"));
    assertBlockHoundAndGates(together);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "other agents", value = "BlockHound, installed by the application")
  void besideBlockHoundThatTheApplicationInstalls(Jdk jdk)
      throws IOException, InterruptedException {
    Together together =
        new Together(
            jdk,
            List.of(),
            List.of(
                "-XX:+EnableDynamicAgentLoading",
                "-XX:+AllowRedefinitionToAddDeleteMethods",
                "-cp",
                shop.classPath(other("blockhound")),
                "Blocking",
                "install"));
    assertBlockHoundAndGates(together);
  }

  private static void assertBlockHoundAndGates(Together together)
      throws IOException, InterruptedException {
    for (boolean licensed : new boolean[] {true, false}) {
      String gate = gate(licensed);
      together.inEachOrder(
          licensed,
          (run, productFirst) ->
              assertEquals(gate + "\nBLOCKING CALL\n" + gate + "\n", run.out(), run::err));
    }
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(
      group = "other agents",
      value = "Mockito's inline agent, with a mock and a spy of a gated class")
  void besideMockito(Jdk jdk) throws IOException, InterruptedException {
    Together together =
        new Together(
            jdk,
            List.of("-javaagent:" + other("mockito-core")),
            List.of("-cp", shop.classPath(mockito()), "Mocking"));
    for (boolean licensed : new boolean[] {true, false}) {
      String gate = gate(licensed);
      together.inEachOrder(
          licensed,
          (run, productFirst) ->
              // The agent that comes last lies outside: a mock behind a closed gate is denied too.
              assertEquals(
                  (licensed || productFirst ? "MOCKED" : gate) + "\n" + gate + "\n" + gate + "\n",
                  run.out(),
                  run::err));
    }
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(group = "other agents", value = "an agent that redefines and retransforms a gated class")
  void anAgentThatChangesAGatedClassDoesNotStripItsGate(Jdk jdk)
      throws IOException, InterruptedException {
    Together together =
        new Together(
            jdk, List.of("-javaagent:" + meddler), List.of("-cp", shop.classPath(), "Meddling"));
    for (boolean licensed : new boolean[] {true, false}) {
      String gate = gate(licensed);
      String undone = "original " + Shop.OPEN;
      together.inEachOrder(
          licensed,
          (run, productFirst) ->
              // docs/threats.md: a later agent may put back the original code, an earlier one not.
              assertEquals(
                  List.of(
                      "loaded " + gate,
                      "retransformed " + gate,
                      "redefined " + gate,
                      productFirst ? undone : "original " + gate,
                      "retransformed again " + gate),
                  run.out().lines().toList()));
    }
  }

  /** Holds the class's own bytes, and puts them in everybody's way if it is told to. */
  private static String meddler() throws IOException {
    String jar =
        shop.product()
            .agentJar(
                "Meddler",
                """
                import java.lang.instrument.*;
                import java.security.ProtectionDomain;

                public class Meddler implements ClassFileTransformer {
                  public static Instrumentation instrumentation;
                  public static byte[] original;

                  public static void premain(String argument, Instrumentation given) {
                    instrumentation = given;
                    given.addTransformer(new Meddler(), true);
                  }

                  public byte[] transform(
                      ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] file) {
                    return name.equals("Till") ? original : null;
                  }
                }
                """);
    shop.compile(
        "Meddling",
        """
        import java.lang.instrument.*;

        public class Meddling {
          public static void main(String[] arguments) throws Exception {
            tell("loaded");
            Meddler.instrumentation.retransformClasses(Till.class);
            tell("retransformed");
            byte[] bytes = Till.class.getResourceAsStream("Till.class").readAllBytes();
            Meddler.instrumentation.redefineClasses(new ClassDefinition(Till.class, bytes));
            tell("redefined");
            Meddler.original = bytes;
            Meddler.instrumentation.retransformClasses(Till.class);
            tell("original");
            Meddler.original = null;
            Meddler.instrumentation.retransformClasses(Till.class);
            tell("retransformed again");
          }

          private static void tell(String what) {
            System.out.println(what + " " + Till.call(new Till()));
          }
        }
        """,
        jar);
    return jar;
  }

  private static String gate(boolean licensed) {
    return licensed ? Shop.OPEN : Shop.CLOSED;
  }

  private static String[] mockito() {
    return new String[] {
      other("mockito-core"), other("byte-buddy"), other("byte-buddy-agent"), other("objenesis")
    };
  }

  private static String other(String name) {
    return OTHERS.resolve(name + ".jar").toString();
  }

  /** What a run under two agents has to have shown. */
  @FunctionalInterface
  private interface Check {
    void look(Run run, boolean productFirst) throws IOException;
  }

  /** A program under two agents. */
  private static final class Together {
    private final Jdk jdk;
    private final List<String> other;
    private final List<String> program;
    private final List<String> warningsWithoutTheProduct;

    /**
     * Runs the program with the other agent alone.
     *
     * @param other the options that start the other agent
     * @param program options and main class
     */
    Together(Jdk jdk, List<String> other, List<String> program)
        throws IOException, InterruptedException {
      this.jdk = jdk;
      this.other = other;
      this.program = program;
      this.warningsWithoutTheProduct = Shop.warnings(run(other));
    }

    /** The product's agent first, then the other one first. */
    void inEachOrder(boolean licensed, Check check) throws IOException, InterruptedException {
      for (boolean productFirst : new boolean[] {true, false}) {
        List<String> agents = new ArrayList<>(other);
        agents.add(productFirst ? 0 : agents.size(), shop.agent(licensed));
        Run run = run(agents);
        Shop.assertTold(run, licensed);
        assertEquals(warningsWithoutTheProduct, Shop.warnings(run));
        assertFalse(run.err().contains("Exception"), run.err());
        check.look(run, productFirst);
      }
    }

    private Run run(List<String> agents) throws IOException, InterruptedException {
      List<String> all = new ArrayList<>(agents);
      all.addAll(program);
      return shop.java(jdk, all).assertStatus(0);
    }
  }
}
