package io.tollgate.testapp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A JDK of this machine. */
record Jdk(Runtime.Version version, Path home) {
  private static final int OLDEST = 17;

  /** Every JDK here that Tollgate supports, each once however many names lead to it. */
  static Collection<Jdk> all() throws IOException {
    Map<Path, Jdk> found = new TreeMap<>();
    for (Path home : candidates()) {
      Optional<Runtime.Version> version = version(home);
      if (version.isPresent() && version.get().feature() >= OLDEST) {
        Path real = home.toRealPath();
        found.put(real, new Jdk(version.get(), real));
      }
    }
    return found.values();
  }

  /** The one that runs the tests. */
  static Jdk running() {
    return new Jdk(Runtime.version(), Path.of(System.getProperty("java.home")));
  }

  Path java() {
    return home.resolve("bin").resolve("java");
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }

  private static List<Path> candidates() throws IOException {
    List<Path> candidates = new ArrayList<>();
    candidates.add(running().home());
    String javaHome = System.getenv("JAVA_HOME");
    if (javaHome != null) {
      candidates.add(Path.of(javaHome));
    }
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> homes = Files.list(installed)) {
        candidates.addAll(homes.toList());
      }
    }
    return candidates;
  }

  /** As the JDK's own release file says it; empty if this is no JDK. */
  private static Optional<Runtime.Version> version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin").resolve("java"))) {
      return Optional.empty();
    }
    Properties lines = new Properties();
    try (InputStream stream = Files.newInputStream(release)) {
      lines.load(stream);
    }
    String version = lines.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    // JDK 8 called itself 1.8.0_x, which is no version by today's grammar.
    return version.startsWith("1.")
        ? Optional.empty()
        : Optional.of(Runtime.Version.parse(version));
  }
}
