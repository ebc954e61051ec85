package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.ChildJvm;
import io.tollgate.benchmarks.ChildJvm.Outcome;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.SealedAgent;
import io.tollgate.benchmarks.subject.SmallMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The small main, from the making of its process to its end. */
final class SmallProgram implements Program {
  private final ChildJvm child;
  private final Path jar;

  SmallProgram(Path folder) throws IOException {
    this.child = new ChildJvm(folder.resolve("small-main.err"));
    this.jar = Subjects.smallMain(folder);
  }

  @Override
  public double start(JavaHome java, Variant variant) throws IOException, InterruptedException {
    return run(java, variant.options()).mustPrint(SmallMain.SAVED).millis();
  }

  /** Makes sure that this agent has a gate to measure: without a license it denies the call. */
  void mustBeDenied(JavaHome java, SealedAgent agent) throws IOException, InterruptedException {
    Outcome outcome = run(java, List.of(agent.closed()));
    if (outcome.exit() == 0 || !outcome.errors().contains("LicenseRequiredException")) {
      throw new IOException("The gate does not bite.\n" + outcome.errors());
    }
  }

  private Outcome run(JavaHome java, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.java());
    command.addAll(options);
    command.addAll(List.of("-cp", jar.toString(), SmallMain.class.getName()));
    return child.run(command);
  }
}
