package io.tollgate.cli;

import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command reads. */
final class InputFiles {
  private InputFiles() {}

  static String text(Path file) throws RefusedException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw FileProblem.of(file, e);
    }
  }

  static byte[] bytes(Path file) throws RefusedException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileProblem.of(file, e);
    }
  }
}
