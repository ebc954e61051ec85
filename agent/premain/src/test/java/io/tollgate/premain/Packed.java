package io.tollgate.premain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** An agent jar, made by what the build makes it with. */
final class Packed {
  private static final Path WRITER = Path.of("../dist/src/build/java/Pack.java");

  private final Path folder;
  private final Map<String, byte[]> late = new TreeMap<>();

  Packed(Path folder) {
    this.folder = folder;
  }

  /** What a start may need. */
  void add(String classFile, byte[] content) throws IOException {
    Path file = files().resolve(classFile);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  void addLate(String classFile, byte[] content) {
    late.put("tollgate/" + classFile, content);
  }

  private Path files() throws IOException {
    return Files.createDirectories(folder.resolve("files"));
  }

  Path jar() throws IOException, InterruptedException {
    Path putTogether = folder.resolve("put-together.jar");
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(putTogether))) {
      jar.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      for (Map.Entry<String, byte[]> one : late.entrySet()) {
        jar.putNextEntry(new ZipEntry(one.getKey()));
        jar.write(one.getValue());
      }
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path agent = folder.resolve("agent.jar");
    int status =
        new ProcessBuilder(
                java.toString(),
                WRITER.toString(),
                putTogether.toString(),
                files().toString(),
                agent.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertEquals(0, status);
    return agent;
  }

  byte[] entry(String name) throws IOException, InterruptedException {
    try (ZipFile jar = new ZipFile(jar().toFile())) {
      return jar.getInputStream(jar.getEntry("tollgate/" + name)).readAllBytes();
    }
  }
}
