package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a license of each example, as the guide walks through it. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
class WalksIT {
  private static final String WALKS = "guide/walks";

  @ParameterizedTest
  @ValueSource(strings = {"d3e", "pulp", "scrydon", "specaria"})
  void theWalkGoesAsItSays(String product, @TempDir Path folder)
      throws IOException, InterruptedException {
    Service.needed("curl", "curl");
    Service.needed("openssl", "openssl");
    Console.supply(folder, WALKS, "examples/" + product);
    Console.assertDoesWhatItSays(folder, WALKS + "/" + product + ".md");
  }

  @Test
  void noWalkIsLeftOut() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(Console.DOCS.resolve(WALKS))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".md"))
          .forEach(pages::add);
    }
    assertEquals(Set.of("README.md", "d3e.md", "pulp.md", "scrydon.md", "specaria.md"), pages);
  }
}
