package io.tollgate.dist;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mounts, where this process may make some: as root in a container that lets it. */
final class Mounts {
  private static final Path ROOT = Path.of("/");

  private Mounts() {}

  /** Skips the test if this process may not. */
  static void mount(Path at, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(at.toString());
    Run run = Run.of(command, Map.of(), ROOT);
    if (run.status() != 0) {
      System.out.println("SKIPPED, this process may not mount: " + run.err().strip());
      abort("This process may not mount anything.");
    }
  }

  static void unmount(Path at) throws IOException, InterruptedException {
    Run.of(List.of("umount", at.toString()), Map.of(), ROOT).assertStatus(0);
  }
}
