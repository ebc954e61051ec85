package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command reads. */
final class InputFiles {
  private InputFiles() {}

  static String text(Path file) throws CommandException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read as text.");
    }
  }

  static byte[] bytes(Path file) throws CommandException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read.");
    }
  }
}
