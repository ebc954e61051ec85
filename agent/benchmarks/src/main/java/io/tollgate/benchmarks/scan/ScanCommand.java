package io.tollgate.benchmarks.scan;

import io.tollgate.benchmarks.BuiltFiles;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.core.weave.ScanBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what a class costs that has no gate. */
@Command(
    name = "scan",
    description = "The scan of one class that has no gate, with JMH.",
    mixinStandardHelpOptions = true)
public final class ScanCommand implements Callable<Integer> {
  @Option(names = "--java", paramLabel = "HOME", description = "The JDK; the running one.")
  private Path home = JavaHome.running().home();

  @Option(names = "--forks", paramLabel = "N", description = "JVMs each; ${DEFAULT-VALUE}.")
  private int forks = 3;

  @Option(
      names = "--jar",
      paramLabel = "JAR",
      description = "Whose classes to scan, with those of the jars in it; by default this program.")
  private @Nullable Path jar;

  @Override
  public Integer call() throws IOException, RunnerException {
    Path scanned = jar == null ? BuiltFiles.ofThisJar().benchmarks() : jar.toAbsolutePath();
    ClassFiles files = ClassFiles.of(scanned);
    Runner runner =
        new Runner(
            new OptionsBuilder()
                .include(ScanBenchmark.class.getName())
                .jvm(new JavaHome(home).java())
                .jvmArgsAppend("-D" + ScanBenchmark.JAR + "=" + scanned)
                .forks(forks)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build());
    byte[][] all = files.between(0, 1);
    System.out.println(
        scanned.getFileName()
            + ": "
            + all.length
            + " classes, median "
            + all[all.length / 2].length
            + " bytes");
    System.out.println("\n| classes | ns per class (99.9 %) |\n|---|--:|");
    for (RunResult run : runner.run()) {
      Result<?> score = run.getPrimaryResult();
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %s | %.0f ± %.0f |",
              run.getParams().getParam("classes"),
              score.getScore(),
              score.getScoreError()));
    }
    return 0;
  }
}
