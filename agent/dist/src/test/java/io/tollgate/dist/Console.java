package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The documentation, run as it stands: each line of a {@code console} block that begins with {@code
 * $} goes to one shell, and what it prints must be what follows it. {@code ...} stands for
 * anything.
 */
final class Console {
  static final Path DOCS = Path.of(System.getProperty("tollgate.docs"));

  private static final String MARK = "@@@";

  /** Not one of the JVMs that a page starts outlives it. */
  private static final String SHELL = "exec 2>&1\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\n";

  /** The vendor's tool, as the vendor's guide calls it. */
  private static final String TOLLGATE = "tollgate() { java -jar tollgate.jar \"$@\"; }\n";

  private record Step(String command, List<String> expected) {}

  private Console() {}

  /** Puts into the folder what lies beside a page, and the jars that ship. */
  static void supply(Path folder, String... sources) throws IOException {
    for (String source : sources) {
      try (Stream<Path> files = Files.list(DOCS.resolve(source))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (!file.toString().endsWith(".md")) {
            Files.copy(file, folder.resolve(file.getFileName()));
          }
        }
      }
    }
    Files.copy(Product.TOOL, folder.resolve("tollgate.jar"));
    Files.copy(Product.AGENT, folder.resolve("tollgate-agent.jar"));
    Files.copy(Product.API, folder.resolve("tollgate-api.jar"));
  }

  /** Runs the pages in that folder, one after the other in one shell. */
  static void assertDoesWhatItSays(Path folder, String... pages)
      throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    for (String page : pages) {
      List<Step> ofPage = steps(Files.readAllLines(DOCS.resolve(page)));
      assertFalse(ofPage.isEmpty(), page);
      steps.addAll(ofPage);
    }
    List<String> outputs = run(folder, steps);
    for (int i = 0; i < steps.size(); i++) {
      assertFits(steps.get(i), i < outputs.size() ? outputs.get(i) : "(the shell has ended)");
    }
  }

  private static List<Step> steps(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    boolean inBlock = false;
    for (String line : lines) {
      if (line.startsWith("```")) {
        inBlock = line.equals("```console");
      } else if (inBlock && line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), new ArrayList<>()));
      } else if (inBlock) {
        steps.get(steps.size() - 1).expected().add(line);
      }
    }
    return steps;
  }

  private static List<String> run(Path folder, List<Step> steps)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder(SHELL).append(TOLLGATE);
    for (Step step : steps) {
      script.append(step.command()).append("\nprintf '%s\\n' ").append(MARK).append('\n');
    }
    script.append("exit 0\n");
    Path file = Files.writeString(folder.resolve(".script"), script);
    String path =
        lightJava(folder)
            + ":"
            + Path.of(System.getProperty("java.home"), "bin")
            + ":"
            + System.getenv("PATH");
    Run run =
        Run.of(List.of("bash", file.toString()), Map.of("PATH", path), folder).assertStatus(0);
    return List.of(run.out().split(MARK + "\n", -1));
  }

  /** A folder whose {@code java} leaves the processors to others, and is that JVM's process. */
  private static Path lightJava(Path folder) throws IOException {
    Path bin = Files.createDirectory(folder.resolve(".bin"));
    Path java = bin.resolve("java");
    Jdk jdk = Jdk.ofTheseTests();
    // A pair of RSA keys costs the first compiler three times what it costs the last.
    Files.writeString(
        java,
        """
        #!/bin/sh
        case "$*" in
          *keygen*RS256*) exec %s "$@" ;;
          *) exec %s "$@" ;;
        esac
        """
            .formatted(jdk.tool("java"), String.join(" ", jdk.light())));
    assertTrue(java.toFile().setExecutable(true));
    return bin;
  }

  private static void assertFits(Step step, String output) {
    assertTrue(
        fits(step.expected(), output.strip()),
        () ->
            step.command()
                + "\nprinted:\n"
                + output
                + "\nand should print:\n"
                + String.join("\n", step.expected()));
  }

  static boolean fits(List<String> expected, String output) {
    StringBuilder pattern = new StringBuilder();
    for (String line : expected) {
      if (pattern.length() > 0) {
        pattern.append("\n");
      }
      if (line.equals("...")) {
        pattern.append("(?s:.*)");
      } else {
        pattern.append(Pattern.quote(line).replace("...", "\\E.*\\Q"));
      }
    }
    return Pattern.matches(pattern.toString(), output);
  }
}
