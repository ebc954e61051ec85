package io.tollgate.benchmarks.startup;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;
import io.tollgate.benchmarks.subject.EmptyMain;
import io.tollgate.benchmarks.subject.NoOpAgent;
import io.tollgate.benchmarks.subject.SmallMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs what the measured JVMs run into small jars, as an application would be. */
final class Subjects {
  private Subjects() {}

  /** The program with one gated method, and the API that it was compiled against. */
  static Path smallMain(Path folder) throws IOException {
    return pack(
        folder.resolve("small-main.jar"),
        Attributes.Name.MAIN_CLASS,
        SmallMain.class,
        Licensed.class,
        LicenseRequiredException.class);
  }

  /** The program that does nothing. */
  static Path emptyMain(Path folder) throws IOException {
    return pack(folder.resolve("empty-main.jar"), Attributes.Name.MAIN_CLASS, EmptyMain.class);
  }

  /** The agent that does nothing. */
  static Path noOpAgent(Path folder) throws IOException {
    return pack(
        folder.resolve("no-op-agent.jar"), new Attributes.Name("Premain-Class"), NoOpAgent.class);
  }

  private static Path pack(Path file, Attributes.Name role, Class<?> first, Class<?>... others)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(role, first.getName());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      add(jar, first);
      for (Class<?> other : others) {
        add(jar, other);
      }
    }
    return file;
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IOException(name + " is not in this jar.");
      }
      jar.putNextEntry(new JarEntry(name));
      bytes.transferTo(jar);
      jar.closeEntry();
    }
  }
}
