package io.tollgate.benchmarks.running;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** Compiles a program to measure. */
final class Compiler {
  private Compiler() {}

  /** Into the folder {@code classes}. */
  static void compile(Path folder, String name, String source, List<Path> classPath)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.err,
                System.err,
                "--release",
                "17",
                "-cp",
                classPath.stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                "-d",
                folder.resolve("classes").toString(),
                file.toString());
    if (status != 0) {
      throw new IOException("javac ended with " + status);
    }
  }
}
