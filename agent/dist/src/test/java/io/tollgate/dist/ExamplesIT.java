package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide and the examples do what they say. */
class ExamplesIT {
  private static final Path DOCS = Console.DOCS;
  private static final List<String> PAGES =
      List.of("guide", "examples/d3e", "examples/pulp", "examples/scrydon", "examples/specaria");

  @TempDir private Path folder = Path.of("");

  static List<String> pages() {
    return PAGES;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void thePageDoesWhatItSays(String example) throws IOException, InterruptedException {
    runPages(example, example + "/README.md");
  }

  @Test
  void thePageAboutPrometheusDoesWhatItSays() throws IOException, InterruptedException {
    Service.needed("promtool", "prometheus");
    runPages("examples/prometheus", "examples/prometheus/README.md");
  }

  @Test
  void whatTheVendorSealsAndIssuesIsWhatTheOperatorLooksAt()
      throws IOException, InterruptedException {
    runPages("guide", "guide/vendor.md", "guide/operator.md");
  }

  private void runPages(String source, String... pages) throws IOException, InterruptedException {
    Console.supply(folder, source);
    for (String page : PAGES) {
      Path policy = DOCS.resolve(page).resolve("policy.properties");
      Files.createDirectories(folder.resolve(page));
      Files.copy(policy, folder.resolve(page).resolve("policy.properties"));
    }
    Console.assertDoesWhatItSays(folder, pages);
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
    assertTrue(Console.fits(List.of("a...c", "..."), "abc\nx\ny"));
    assertTrue(Console.fits(List.of(), ""));
    assertFalse(Console.fits(List.of("a...c"), "abd"));
    assertFalse(Console.fits(List.of("a"), "a\nb"));
    assertFalse(Console.fits(List.of(), "b"));
    assertFalse(Console.fits(List.of("a", "...", "z"), "a\nb"));
  }
}
