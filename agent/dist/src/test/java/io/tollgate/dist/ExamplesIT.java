package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documentation, run as it stands: each line of a {@code console} block that begins with {@code
 * $} goes to one shell, and what it prints must be what follows it. {@code ...} stands for
 * anything.
 */
class ExamplesIT {
  private static final Path DOCS = Path.of(System.getProperty("tollgate.docs"));
  private static final String MARK = "@@@";
  private static final List<String> PAGES =
      List.of("guide", "examples/d3e", "examples/pulp", "examples/scrydon", "examples/specaria");

  /** The vendor's tool, as the vendor's guide calls it. */
  private static final String TOLLGATE = "tollgate() { java -jar tollgate.jar \"$@\"; }\n";

  @TempDir private Path folder = Path.of("");

  private record Step(String command, List<String> expected) {}

  static List<String> pages() {
    return PAGES;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void thePageDoesWhatItSays(String example) throws IOException, InterruptedException {
    runPage(example);
  }

  @Test
  void thePageAboutPrometheusDoesWhatItSays() throws IOException, InterruptedException {
    Service.needed("promtool", "prometheus");
    runPage("examples/prometheus");
  }

  private void runPage(String example) throws IOException, InterruptedException {
    copy(DOCS.resolve(example));
    assertDoesWhatItSays(example + "/README.md");
  }

  @Test
  void whatTheVendorSealsAndIssuesIsWhatTheOperatorLooksAt()
      throws IOException, InterruptedException {
    copy(DOCS.resolve("guide"));
    assertDoesWhatItSays("guide/vendor.md", "guide/operator.md");
  }

  private void assertDoesWhatItSays(String... pages) throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    for (String page : pages) {
      List<Step> ofPage = steps(Files.readAllLines(DOCS.resolve(page)));
      assertFalse(ofPage.isEmpty(), page);
      steps.addAll(ofPage);
    }
    List<String> outputs = run(steps);
    for (int i = 0; i < steps.size(); i++) {
      assertFits(steps.get(i), i < outputs.size() ? outputs.get(i) : "(the shell has ended)");
    }
  }

  @Test
  void noExampleIsLeftOut() throws IOException {
    try (Stream<Path> examples = Files.list(DOCS.resolve("examples"))) {
      Set<String> folders = new TreeSet<>(Set.of("guide"));
      examples
          .filter(Files::isDirectory)
          .map(DOCS::relativize)
          .forEach(f -> folders.add(f.toString()));
      Set<String> known = new TreeSet<>(PAGES);
      known.add("examples/prometheus");
      assertEquals(known, folders);
    }
  }

  @Test
  void anOutputThatDiffersIsSeen() {
    assertTrue(fits(List.of("a...c", "..."), "abc\nx\ny"));
    assertTrue(fits(List.of(), ""));
    assertFalse(fits(List.of("a...c"), "abd"));
    assertFalse(fits(List.of("a"), "a\nb"));
    assertFalse(fits(List.of(), "b"));
    assertFalse(fits(List.of("a", "...", "z"), "a\nb"));
  }

  private void copy(Path source) throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".md")) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    for (String page : PAGES) {
      Path policy = DOCS.resolve(page).resolve("policy.properties");
      Files.createDirectories(folder.resolve(page));
      Files.copy(policy, folder.resolve(page).resolve("policy.properties"));
    }
    Files.copy(Product.TOOL, folder.resolve("tollgate.jar"));
    Files.copy(Product.AGENT, folder.resolve("tollgate-agent.jar"));
    Files.copy(Product.API, folder.resolve("tollgate-api.jar"));
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

  private List<String> run(List<Step> steps) throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("exec 2>&1\n").append(TOLLGATE);
    for (Step step : steps) {
      script.append(step.command()).append("\nprintf '%s\\n' ").append(MARK).append('\n');
    }
    Path file = Files.writeString(folder.resolve(".script"), script);
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    Run run =
        Run.of(List.of("bash", file.toString()), Map.of("PATH", path), folder).assertStatus(0);
    return List.of(run.out().split(MARK + "\n"));
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

  private static boolean fits(List<String> expected, String output) {
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
