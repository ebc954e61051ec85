package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.BuiltFiles;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.SealedAgent;
import io.tollgate.benchmarks.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures {@code verify} on the command line, of both jars, against a program that is empty. */
@Command(
    name = "verify",
    description = "What verify takes on the command line, against an empty program.",
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  /** The bar: this many times the empty program and so many ms. */
  private static final double FACTOR = 1.5;

  private static final int ALLOWANCE = 250;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      description = "A JDK to measure on; may be repeated. The running one by default.")
  private List<Path> homes = List.of(JavaHome.running().home());

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; ${DEFAULT-VALUE}.")
  private int rounds = 25;

  @Option(
      names = "--discard",
      paramLabel = "N",
      description = "Rounds before that do not count; ${DEFAULT-VALUE}.")
  private int discard = 2;

  @Option(names = "--seed", paramLabel = "N", description = "Of the order; ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BuiltFiles built = BuiltFiles.ofThisJar();
    Path folder = built.newFolder();
    Workshop workshop = Workshop.in(built, folder);
    SealedAgent agent = workshop.seal(built.agent(), "Tollgate");
    String token = agent.token().toString();
    Variant empty = new Variant("empty program", "-jar", Subjects.emptyMain(folder).toString());
    List<Variant> variants =
        List.of(
            empty,
            new Variant(
                "tollgate-agent.jar verify",
                "-jar",
                agent.jar().toString(),
                "verify",
                "--file",
                token),
            new Variant(
                "tollgate.jar verify",
                "-jar",
                built.vendorTool().toString(),
                "verify",
                "--file",
                token,
                "--policy",
                workshop.policy().toString()));
    for (Path home : homes) {
      List<Map<Variant, Double>> measured =
          new Rounds(rounds, discard, seed)
              .run(new JavaHome(home), new CommandProgram(folder, empty), variants);
      System.out.println("\n" + home + ", " + rounds + " rounds, seed " + seed + "\n");
      System.out.print(new Table(measured, empty, "the empty program").of(variants));
      for (Variant variant : variants.subList(1, variants.size())) {
        System.out.println("\n" + againstTheBar(measured, empty, variant));
      }
    }
    return 0;
  }

  private static String againstTheBar(
      List<Map<Variant, Double>> measured, Variant empty, Variant variant) {
    List<Double> beyond =
        measured.stream()
            .map(
                round ->
                    round.getOrDefault(variant, Double.NaN)
                        - FACTOR * round.getOrDefault(empty, Double.NaN))
            .toList();
    Sample sample = Sample.of(beyond);
    return String.format(
        Locale.ROOT,
        "%s: %.1f x the empty program and %.0f ms (%.0f to %.0f), of %d.",
        variant.name(),
        FACTOR,
        sample.median(),
        sample.low(),
        sample.high(),
        ALLOWANCE);
  }
}
