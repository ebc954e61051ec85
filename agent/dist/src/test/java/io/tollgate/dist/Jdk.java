package io.tollgate.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param feature 17, 21, 25
 * @param home where it lies
 */
public record Jdk(int feature, Path home) {

  /**
   * One JDK of each feature release from 17 that this machine has: the one that runs the tests,
   * {@code JAVA_HOME}, those in {@code TOLLGATE_TEST_JDKS} (separated as in PATH), and those where
   * Linux distributions put them.
   */
  public static List<Jdk> all() {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    addHomes(homes, System.getenv().getOrDefault("JAVA_HOME", ""));
    addHomes(homes, System.getenv().getOrDefault("TOLLGATE_TEST_JDKS", ""));
    Path distribution = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(distribution)) {
      try (Stream<Path> children = Files.list(distribution)) {
        children.sorted().forEach(homes::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Map<Integer, Jdk> byFeature = new TreeMap<>();
    for (Path home : homes) {
      int feature = featureOf(home);
      if (feature >= 17) {
        byFeature.putIfAbsent(feature, new Jdk(feature, home));
      }
    }
    return List.copyOf(byFeature.values());
  }

  public static Jdk ofTheseTests() {
    Path home = Path.of(System.getProperty("java.home"));
    return new Jdk(Runtime.version().feature(), home);
  }

  public String tool(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** The begin of a command: a JVM that leaves the processors to others. */
  public List<String> light() {
    return List.of(tool("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }

  private static void addHomes(List<Path> homes, String list) {
    for (String home : list.split(java.io.File.pathSeparator, -1)) {
      if (!home.isBlank()) {
        homes.add(Path.of(home));
      }
    }
  }

  /** From the {@code release} file; 0 if this is no JDK with a compiler. */
  private static int featureOf(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(release)) {
        if (line.startsWith("JAVA_VERSION=\"")) {
          return Integer.parseInt(line.substring(14).replaceAll("[^0-9].*", ""));
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException("cannot read " + release, e);
    }
    return 0;
  }
}
