package io.tollgate.benchmarks.gate;

import io.tollgate.benchmarks.BuiltFiles;
import io.tollgate.benchmarks.ChildJvm;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.SealedAgent;
import io.tollgate.benchmarks.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what a gated call costs while licensed. */
@Command(
    name = "gate",
    description = "A gated call while licensed against the same method ungated, with JMH.",
    mixinStandardHelpOptions = true)
public final class GateCommand implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("gatedCount", "ungatedCount", "gatedLine", "ungatedLine");
  private static final double CONFIDENCE = 0.999;
  private static final double MEDIAN = 50;

  @Option(names = "--java", paramLabel = "HOME", description = "The JDK; the running one.")
  private Path home = JavaHome.running().home();

  @Option(names = "--forks", paramLabel = "N", description = "JVMs each; ${DEFAULT-VALUE}.")
  private int forks = 10;

  @Option(names = "--seed", paramLabel = "N", description = "Of the order; ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    BuiltFiles built = BuiltFiles.ofThisJar();
    Path folder = built.newFolder();
    SealedAgent agent = Workshop.in(built, folder).seal(built.agent(), "Tollgate");
    String java = new JavaHome(home).java();
    String self = built.benchmarks().toString();
    new ChildJvm(folder.resolve("check.err"))
        .run(List.of(java, agent.closed(), "-cp", self, GateCheck.class.getName()))
        .mustPrint(GateCheck.DENIED);
    print(measure(java, agent));
    return 0;
  }

  /**
   * A fork of each in turn, in shuffled order, where JMH would run all forks of one and then all of
   * the other: a machine that slows down meanwhile would be taken for a gate.
   */
  private Map<String, ListStatistics> measure(String java, SealedAgent agent)
      throws RunnerException {
    Map<String, ListStatistics> scores = new LinkedHashMap<>();
    for (String name : NAMES) {
      scores.put(name, new ListStatistics());
    }
    Random random = new Random(seed);
    List<String> order = new ArrayList<>(NAMES);
    for (int i = 0; i < forks; i++) {
      Collections.shuffle(order, random);
      for (String name : order) {
        ListStatistics of = scores.get(name);
        if (of != null) {
          of.addValue(fork(java, agent, name));
        }
      }
      System.err.print(".");
    }
    System.err.println();
    return scores;
  }

  private static double fork(String java, SealedAgent agent, String name) throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(GateBenchmark.class.getName() + "." + name + "$")
                    .jvm(java)
                    .jvmArgsAppend(agent.licensed())
                    .forks(1)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .runSingle();
    return result.getPrimaryResult().getScore();
  }

  private void print(Map<String, ListStatistics> scores) {
    System.out.println("\n| method | forks | ns per call (99.9 %) | median |\n|---|--:|--:|--:|");
    for (Map.Entry<String, ListStatistics> entry : scores.entrySet()) {
      ListStatistics score = entry.getValue();
      System.out.println(
          String.format(
              Locale.ROOT,
              "| `%s` | %d | %.3f ± %.3f | %.3f |",
              entry.getKey(),
              forks,
              score.getMean(),
              score.getMeanErrorAt(CONFIDENCE),
              score.getPercentile(MEDIAN)));
    }
  }
}
