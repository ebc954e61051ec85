package io.tollgate.testapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders to write in. They stay after the tests, for whoever wants to see what happened. */
final class Scratch {
  private Scratch() {}

  /** A new, empty folder. */
  static Path folder(String name) throws IOException {
    Path scratch = Files.createDirectories(Built.target().resolve("it"));
    return Files.createTempDirectory(scratch, name + "-");
  }
}
