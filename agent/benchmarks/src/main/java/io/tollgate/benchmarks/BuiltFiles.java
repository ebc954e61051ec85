package io.tollgate.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the build made, found from where this jar lies: no matter which folder one measures in. */
public final class BuiltFiles {
  private final Path jar;

  private BuiltFiles(Path jar) {
    this.jar = jar;
  }

  /**
   * The build that this class came from.
   *
   * @throws IOException if it was not started from its jar
   */
  public static BuiltFiles ofThisJar() throws IOException {
    try {
      Path jar =
          Path.of(BuiltFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new IOException("Run mvn package, then start this with java -jar.");
      }
      return new BuiltFiles(jar);
    } catch (URISyntaxException e) {
      throw new IOException("This jar has no path.", e);
    }
  }

  /** This program itself. */
  public Path benchmarks() {
    return jar;
  }

  public Path agent() {
    return agentModules().resolve("dist/target/tollgate-agent.jar");
  }

  public Path vendorTool() {
    return agentModules().resolve("cli/target/tollgate.jar");
  }

  /** Another agent to compare with; empty unless the profile {@code bench} fetched it. */
  public Optional<Path> peer(String name) {
    Path peer = target().resolve("peers").resolve(name + ".jar");
    return Files.exists(peer) ? Optional.of(peer) : Optional.empty();
  }

  /** A new folder for what one measurement makes. */
  public Path newFolder() throws IOException {
    return Files.createTempDirectory(target(), "run-");
  }

  private Path target() {
    return jar.resolveSibling("");
  }

  private Path agentModules() {
    return jar.resolve("../../..").normalize();
  }
}
