package io.tollgate.benchmarks;

import io.tollgate.benchmarks.gate.GateCommand;
import io.tollgate.benchmarks.meter.MeterCommand;
import io.tollgate.benchmarks.running.RunningCommand;
import io.tollgate.benchmarks.scan.ScanCommand;
import io.tollgate.benchmarks.startup.StartupCommand;
import io.tollgate.benchmarks.startup.VerifyCommand;
import io.tollgate.benchmarks.throughput.ThroughputCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar benchmarks.jar startup|gate|scan|verify|throughput|running|meter}. */
@Command(
    name = "benchmarks",
    description = "Measures the Tollgate agent and prints Markdown.",
    subcommands = {
      StartupCommand.class,
      GateCommand.class,
      ScanCommand.class,
      VerifyCommand.class,
      ThroughputCommand.class,
      RunningCommand.class,
      MeterCommand.class
    },
    mixinStandardHelpOptions = true)
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
