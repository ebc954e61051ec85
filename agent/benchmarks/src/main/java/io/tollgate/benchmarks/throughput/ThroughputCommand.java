package io.tollgate.benchmarks.throughput;

import io.tollgate.benchmarks.JavaHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast a warm JVM verifies licenses, beside what other libraries take for it. */
@Command(
    name = "throughput",
    description = "Warm verification of one license, beside other libraries, with JMH.",
    mixinStandardHelpOptions = true)
public final class ThroughputCommand implements Callable<Integer> {
  private static final double MEDIAN = 50;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      description = "A JDK to measure on; may be repeated. The running one by default.")
  private List<Path> homes = List.of(JavaHome.running().home());

  @Option(names = "--forks", paramLabel = "N", description = "JVMs each; ${DEFAULT-VALUE}.")
  private int forks = 5;

  @Option(names = "--seed", paramLabel = "N", description = "Of the order; ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() throws RunnerException {
    for (Path home : homes) {
      List<Map<TokenKind, Map<Library, Double>>> rounds = measure(new JavaHome(home));
      System.out.println("\n" + home + ", " + forks + " forks, seed " + seed + "\n");
      print(rounds);
    }
    return 0;
  }

  /**
   * A fork of each in turn, in shuffled order: what slows the machine down strikes all alike. Each
   * round's verifications per second, by the fork's median call.
   */
  private List<Map<TokenKind, Map<Library, Double>>> measure(JavaHome java) throws RunnerException {
    Random random = new Random(seed);
    List<Map<TokenKind, Map<Library, Double>>> rounds = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      Map<TokenKind, Map<Library, Double>> round = new EnumMap<>(TokenKind.class);
      for (TokenKind kind : shuffled(TokenKind.values(), random)) {
        Map<Library, Double> rates = new EnumMap<>(Library.class);
        for (Library library : shuffled(Library.values(), random)) {
          rates.put(library, NANOS_PER_SECOND / medianNanos(java, kind, library));
          System.err.print(".");
        }
        round.put(kind, rates);
      }
      rounds.add(round);
    }
    System.err.println();
    return rounds;
  }

  private static <T> List<T> shuffled(T[] all, Random random) {
    List<T> order = new ArrayList<>(List.of(all));
    Collections.shuffle(order, random);
    return order;
  }

  private static double medianNanos(JavaHome java, TokenKind kind, Library library)
      throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(ThroughputBenchmark.class.getName())
                .param("kind", kind.name())
                .param("library", library.name())
                .jvm(java.java())
                .forks(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .runSingle()
        .getPrimaryResult()
        .getStatistics()
        .getPercentile(MEDIAN);
  }

  private static void print(List<Map<TokenKind, Map<Library, Double>>> rounds) {
    StringBuilder head = new StringBuilder("| token | Tollgate per second |");
    StringBuilder line = new StringBuilder("|---|--:|");
    for (Library library : Library.values()) {
      if (library != Library.TOLLGATE) {
        head.append(" × ").append(library).append(" |");
        line.append("--:|");
      }
    }
    System.out.println(head.append('\n').append(line));
    for (TokenKind kind : TokenKind.values()) {
      System.out.println(row(kind, rounds));
    }
  }

  /** Tollgate's rate, and how many times the others' it is in the rounds. */
  private static String row(TokenKind kind, List<Map<TokenKind, Map<Library, Double>>> rounds) {
    StringBuilder row = new StringBuilder("| " + kind + " |");
    for (Library library : Library.values()) {
      List<Double> values = new ArrayList<>();
      for (Map<TokenKind, Map<Library, Double>> round : rounds) {
        Map<Library, Double> rates = round.getOrDefault(kind, Map.of());
        double own = rates.getOrDefault(Library.TOLLGATE, Double.NaN);
        double other = rates.getOrDefault(library, Double.NaN);
        values.add(library == Library.TOLLGATE ? own : own / other);
      }
      row.append(library == Library.TOLLGATE ? rate(values) : ratio(values));
    }
    return row.toString();
  }

  private static String rate(List<Double> values) {
    return String.format(Locale.ROOT, " %.0f |", median(values));
  }

  private static String ratio(List<Double> values) {
    return String.format(
        Locale.ROOT,
        " %.2f (%.2f to %.2f) |",
        median(values),
        Collections.min(values),
        Collections.max(values));
  }

  private static double median(List<Double> values) {
    ListStatistics statistics = new ListStatistics();
    values.forEach(statistics::addValue);
    return statistics.getPercentile(MEDIAN);
  }
}
