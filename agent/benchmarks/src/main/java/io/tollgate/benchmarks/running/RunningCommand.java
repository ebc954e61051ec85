package io.tollgate.benchmarks.running;

import io.tollgate.benchmarks.BuiltFiles;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.SealedAgent;
import io.tollgate.benchmarks.Workshop;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the idle agent, and how long a renewal takes to be seen by ten thousand gates. */
@Command(
    name = "running",
    description = "What the agent costs while a JVM idles, and how soon a renewal is seen.",
    mixinStandardHelpOptions = true)
public final class RunningCommand implements Callable<Integer> {
  @Option(names = "--java", paramLabel = "HOME", description = "The JDK to measure on.")
  private Path java = JavaHome.running().home();

  @Option(names = "--seconds", description = "How long to idle; 60 by default.")
  private int seconds = 60;

  @Option(names = "--rounds", description = "How often to renew; 5 by default.")
  private int rounds = 5;

  RunningCommand() {}

  @Override
  public Integer call() throws Exception {
    BuiltFiles built = BuiltFiles.ofThisJar();
    Path folder = built.newFolder();
    SealedAgent agent = Workshop.in(built, folder).seal(built.agent(), "agent");
    JavaHome home = new JavaHome(java);
    idle(new IdleProgram(folder, home), agent, folder);
    renewals(new ManyGates(folder, home), agent);
    return 0;
  }

  private void idle(IdleProgram program, SealedAgent agent, Path folder) throws Exception {
    IdleProgram.Cost without = program.run(List.of(), seconds);
    IdleProgram.Cost with = program.run(List.of(agent.licensed()), seconds);
    IdleProgram.Cost remembering =
        program.run(List.of(agent.licensed() + ",state.dir=" + folder.resolve("state")), seconds);
    System.out.println("| idle | CPU, percent of a core | live heap, KB | metaspace, KB |");
    System.out.println("|---|--:|--:|--:|");
    row("without agent", without);
    row("Tollgate", with);
    row("Tollgate with `state.dir`", remembering);
    System.out.println();
  }

  private static void row(String name, IdleProgram.Cost cost) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.3f | %d | %d |%n",
        name,
        cost.cpuPercent(),
        cost.heapKilobytes(),
        cost.metaspaceKilobytes());
  }

  private void renewals(ManyGates program, SealedAgent agent) throws Exception {
    System.out.println("| renewal | seen after, ms (poll 1000) | from first to last gate, ms |");
    System.out.println("|---|--:|--:|");
    for (int round = 1; round <= rounds; round++) {
      String[] figures = program.run(agent).split(" ", -1);
      System.out.println("| " + round + " | " + figures[0] + " | " + figures[1] + " |");
    }
  }
}
