package io.tollgate.benchmarks.meter;

import io.tollgate.benchmarks.BuiltFiles;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.SealedAgent;
import io.tollgate.benchmarks.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what a metered call costs whose key is known. */
@Command(
    name = "meter",
    description = "A metered call with a known key against one that is not metered, with JMH.",
    mixinStandardHelpOptions = true)
public final class MeterCommand implements Callable<Integer> {
  private static final String METERS =
      """
      meter.texts = io.tollgate.benchmarks.meter.Counted#text(..) key=0 count=distinct
      meter.properties = io.tollgate.benchmarks.meter.Counted#property(..) key=0.id count=distinct
      meter.rolling = io.tollgate.benchmarks.meter.Counted#rolling(..) key=0 window=P7D over=9
      """;

  private static final List<String> NAMES = List.of("uncounted", "text", "property", "rolling");
  private static final String BYTES = "alloc.rate.norm";

  @Option(names = "--java", paramLabel = "HOME", description = "The JDK; the running one.")
  private Path home = JavaHome.running().home();

  @Option(names = "--forks", paramLabel = "N", description = "JVMs each; ${DEFAULT-VALUE}.")
  private int forks = 5;

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    BuiltFiles built = BuiltFiles.ofThisJar();
    Path folder = built.newFolder();
    Workshop workshop = Workshop.in(built, folder);
    // An evaluation: open gates, and caps without a limit.
    String policy = Files.readString(workshop.policy()).replace("=gate", "=evaluate");
    Files.writeString(workshop.policy(), policy + METERS, StandardOpenOption.TRUNCATE_EXISTING);
    SealedAgent agent = workshop.seal(built.agent(), "Tollgate");
    System.out.println(
        "\n| method | forks | ns per call (99.9 %) | bytes per call |\n|---|--:|--:|--:|");
    for (String name : NAMES) {
      print(name, run(agent.closed() + ",state.dir=" + folder.resolve("state"), name));
    }
    return 0;
  }

  private RunResult run(String agent, String name) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(MeterBenchmark.class.getName() + "." + name + "$")
                .jvm(new JavaHome(home).java())
                .jvmArgsAppend(agent)
                .addProfiler(GCProfiler.class)
                .forks(forks)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .runSingle();
  }

  private void print(String name, RunResult result) {
    double bytes = Double.NaN;
    for (String label : result.getSecondaryResults().keySet()) {
      if (label.endsWith(BYTES)) {
        bytes = result.getSecondaryResults().get(label).getScore();
      }
    }
    Result<?> primary = result.getPrimaryResult();
    System.out.println(
        String.format(
            Locale.ROOT,
            "| `%s` | %d | %.2f ± %.2f | %.3f |",
            name,
            forks,
            primary.getScore(),
            primary.getScoreError(),
            bytes));
  }
}
