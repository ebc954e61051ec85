package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.ChildJvm;
import io.tollgate.benchmarks.ChildJvm.Outcome;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.subject.LoadMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many classes without gates, from before the first was loaded until the last one is initialized:
 * what the agent costs after its own start.
 */
final class ManyClasses implements Program {
  private static final Pattern SAID = Pattern.compile("(\\d+) (\\d+)");

  private final ChildJvm child;
  private final Path jar;
  private final int count;

  /** So many classes, made in that folder. */
  ManyClasses(Path folder, int count) throws IOException {
    this.child = new ChildJvm(folder.resolve("many-classes.err"));
    this.jar = Subjects.manyClasses(folder, count);
    this.count = count;
  }

  @Override
  public double start(JavaHome java, Variant variant) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.java());
    command.addAll(variant.options());
    command.addAll(
        List.of(
            "-cp",
            jar.toString(),
            LoadMain.class.getName(),
            Subjects.MANY,
            Integer.toString(count)));
    Outcome outcome = child.run(command);
    Matcher said = SAID.matcher(outcome.output().strip());
    if (outcome.exit() != 0 || !said.matches() || Integer.parseInt(said.group(1)) != count) {
      throw new IOException(
          "A run ended with "
              + outcome.exit()
              + " and printed \""
              + outcome.output().strip()
              + "\".\n"
              + outcome.errors());
    }
    return Long.parseLong(said.group(2)) / 1e6;
  }
}
