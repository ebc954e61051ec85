package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import io.tollgate.dist.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products in other languages than Java, as their own compilers make them. */
class LanguagesIT {
  private static final String JDKS = "io.tollgate.dist.Jdk#all";

  private static Acme acme;

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    acme =
        Acme.sealedWith(
            "languages",
            """
            claims.features=features
            gate.annotations=io.tollgate.api.Licensed,acme.Sold
            gate.methods=acme.KotlinKt#byPattern*(..)@export;acme.Single$#byPattern(..)@export
            """);
    acme.compile("java", List.of("-cp", ""), "acme/Renewal.java", "acme/Denied.java");
    compile(
        "kotlin",
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
        "Kotlin.kt",
        "-no-stdlib",
        "-no-reflect",
        "-jvm-target",
        "17",
        "-Werror");
    compile("scala", "dotty.tools.dotc.Main", "Scala.scala", "-java-output-version", "17");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(
      group = "languages",
      value = "Kotlin 2.4: functions, `suspend`, inline classes, objects, interfaces with bodies")
  void aGateBitesInKotlin(Jdk jdk) throws Exception {
    List<String> rest = gates(jdk, "kotlin", "acme.KotlinKt", 19);
    assertEquals(
        List.of(
            "begun before: OPEN",
            "begun before: OPEN",
            "begun before: OPEN",
            "begun after: CLOSED TG-LIC-0013"),
        rest);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  @World(
      group = "languages",
      value = "Scala 3: objects, traits with bodies, case classes, enums, extension methods")
  void aGateBitesInScala(Jdk jdk) throws Exception {
    assertEquals(List.of("Invoice(1) true true"), gates(jdk, "scala", "acme.ScalaMain", 13));
  }

  /**
   * Runs a product that shows its gates closed and open.
   *
   * @return what it says after that
   */
  private static List<String> gates(Jdk jdk, String language, String main, int gates)
      throws IOException, InterruptedException {
    String classPath = Acme.classPath(acme.path(language), language(language), Product.API);
    List<String> said = acme.run(jdk, "-cp", classPath, main).out().lines().toList();
    List<String> closed = said.subList(0, gates);
    // No body has run, and no gate lies behind another.
    assertEquals(gates + " calls, " + gates + " denied, 0 ran", said.get(gates));
    List<String> open = new ArrayList<>();
    for (String line : closed) {
      assertTrue(line.endsWith(": CLOSED TG-LIC-0002"), line);
      open.add(line.replaceFirst(": CLOSED .*", ": OPEN"));
    }
    int end = 2 * gates + 1;
    assertEquals(open, said.subList(gates + 1, end));
    return said.subList(end, said.size());
  }

  /** The classes beside those of the product in Java, and what all programs in it need. */
  private static String language(String language) throws IOException {
    return Acme.classPath(acme.path("java"), Acme.runtimes(language));
  }

  /** Compiles with the language's own compiler, in a JVM that is made for a short life. */
  private static void compile(String language, String compiler, String source, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Jdk.ofTheseTests().light());
    command.addAll(List.of("-cp", Acme.runtimes(language + "-compiler")));
    command.add(compiler);
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-classpath",
            Acme.classPath(language(language), Product.API),
            "-d",
            acme.path(language),
            Acme.source("languages/" + source).toString()));
    Files.createDirectory(Path.of(acme.path(language)));
    Run run = Run.of(command, Map.of(), acme.folder()).assertStatus(0);
    assertEquals("", run.out() + run.err());
  }
}
