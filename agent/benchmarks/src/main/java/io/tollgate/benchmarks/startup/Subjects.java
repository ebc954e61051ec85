package io.tollgate.benchmarks.startup;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;
import io.tollgate.benchmarks.subject.EmptyMain;
import io.tollgate.benchmarks.subject.LoadMain;
import io.tollgate.benchmarks.subject.NoOpAgent;
import io.tollgate.benchmarks.subject.Ordinary;
import io.tollgate.benchmarks.subject.SmallMain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/** Packs what the measured JVMs run into small jars, as an application would be. */
final class Subjects {
  /** What the names of the many classes begin with. */
  static final String MANY = "many.classes.Ordinary";

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

  /** The program that loads many classes, and so many of them. */
  static Path manyClasses(Path folder, int count) throws IOException {
    Path file = folder.resolve("many-classes.jar");
    ClassReader template = new ClassReader(bytes(Ordinary.class));
    try (JarOutputStream jar = open(file, Attributes.Name.MAIN_CLASS, LoadMain.class)) {
      add(jar, LoadMain.class);
      for (int i = 0; i < count; i++) {
        String name = MANY.replace('.', '/') + i;
        ClassWriter copy = new ClassWriter(0);
        template.accept(
            new ClassRemapper(
                copy, new SimpleRemapper(Opcodes.ASM9, template.getClassName(), name)),
            0);
        jar.putNextEntry(new JarEntry(name + ".class"));
        jar.write(copy.toByteArray());
        jar.closeEntry();
      }
    }
    return file;
  }

  private static Path pack(Path file, Attributes.Name role, Class<?> first, Class<?>... others)
      throws IOException {
    try (JarOutputStream jar = open(file, role, first)) {
      add(jar, first);
      for (Class<?> other : others) {
        add(jar, other);
      }
    }
    return file;
  }

  private static JarOutputStream open(Path file, Attributes.Name role, Class<?> first)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(role, first.getName());
    return new JarOutputStream(Files.newOutputStream(file), manifest);
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    jar.putNextEntry(new JarEntry(fileOf(type)));
    jar.write(bytes(type));
    jar.closeEntry();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream bytes = type.getClassLoader().getResourceAsStream(fileOf(type))) {
      if (bytes == null) {
        throw new IOException(fileOf(type) + " is not in this jar.");
      }
      return bytes.readAllBytes();
    }
  }

  private static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }
}
