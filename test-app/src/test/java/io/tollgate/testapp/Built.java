package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the build has made. */
final class Built {
  private Built() {}

  static Path testApp() {
    return file("test-app/target/test-app.jar");
  }

  static Path agent() {
    return file("agent/dist/target/tollgate-agent.jar");
  }

  static Path vendorTool() {
    return file("agent/cli/target/tollgate.jar");
  }

  /** The folder of everything that the build of this module makes. */
  static Path target() {
    return root().resolve("test-app/target");
  }

  private static Path file(String name) {
    Path file = root().resolve(name);
    assertTrue(Files.isRegularFile(file), () -> file + " is missing: run mvn verify.");
    return file;
  }

  private static Path root() {
    String root = System.getProperty("tollgate.root");
    assertNotNull(root, "Set -Dtollgate.root to the folder of the root pom.xml.");
    return Path.of(root).toAbsolutePath().normalize();
  }
}
