package io.tollgate.core.command;

import io.tollgate.core.command.doctor.Doctor;
import io.tollgate.core.command.doctor.Finding;
import io.tollgate.core.command.doctor.Level;
import io.tollgate.core.command.doctor.Setup;
import io.tollgate.core.policy.Policies;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.SettingsReader;
import io.tollgate.core.status.Build;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for what keeps a license from being found, read or believed. */
@Command(
    name = "doctor",
    description = "Looks at the token's place, the token, the store, the keys and the clock.",
    footer = {
      "",
      "Run it where the product runs: the same machine or container, user and environment.",
      "Exit status: 0, 1 if something fails, 2 usage.",
      "Example: doctor --file /var/run/secrets/tollgate/token"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int WELL = 0;
  private static final int ILL = 1;

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private HelpOption help = new HelpOption();

  @Mixin private Answer answer;
  private final Surroundings surroundings;

  @Option(
      names = "--policy",
      paramLabel = "F",
      description = "The policy; an unsealed jar needs it, here or as the setting policy.")
  private @Nullable String policy;

  @Option(
      names = "--file",
      paramLabel = "F",
      description = "The token's place; by default where settings and policy say.")
  private @Nullable String file;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.answer = new Answer(surroundings.terminal());
  }

  @Override
  public Integer call() throws RefusedException, IOException {
    List<Finding> findings = Doctor.examine(setup());
    answer.print(answer.isJson() ? json(findings) : text(findings));
    return fails(findings) ? ILL : WELL;
  }

  private Setup setup() throws RefusedException, IOException {
    Settings settings = SettingsReader.read("", surroundings.environment());
    Policy judge = policy(settings);
    return Setup.read(
        judge,
        settings,
        file == null ? settings.tokenFile().orElse(judge.tokens().file()) : file,
        surroundings.files(),
        surroundings.environment(),
        surroundings.clock().now(),
        Build.ofThisJar().made());
  }

  /** The one that is named here, or the one that a start would judge by. */
  private Policy policy(Settings settings) throws RefusedException {
    return policy == null
        ? Policies.ofAgent(surroundings.jar(), settings.policyFile(), surroundings.files())
        : Policies.ofCommand(surroundings.jar(), Optional.of(policy), surroundings.files());
  }

  private static String text(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      String line =
          String.format(
              Locale.ROOT, "%-4s  %s: %s", finding.level().text(), finding.about(), finding.what());
      String advice = finding.advice().isEmpty() ? "" : " " + finding.advice();
      lines.add(Printable.withoutSecrets(line) + advice);
    }
    return String.join("\n", lines);
  }

  private static String json(List<Finding> findings) {
    List<JsonText> objects = new ArrayList<>();
    for (Finding finding : findings) {
      JsonText object =
          new JsonText()
              .put("level", finding.level().text())
              .put("about", finding.about())
              .put("what", Printable.withoutSecrets(finding.what()));
      objects.add(finding.advice().isEmpty() ? object : object.put("advice", finding.advice()));
    }
    return new JsonText().put("fails", fails(findings)).putObjects("findings", objects).toString();
  }

  private static boolean fails(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.level() == Level.FAIL);
  }
}
