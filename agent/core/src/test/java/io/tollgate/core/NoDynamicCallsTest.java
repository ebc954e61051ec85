package io.tollgate.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What runs in premain or in a transformer has no invokedynamic: the first one costs 20 ms of a
 * cold JVM, and inside a transformer it ends in a deadlock or a ClassCircularityError. What javac
 * leaves dynamic in a record is written out when the agent jar is made.
 */
class NoDynamicCallsTest {
  private static final String RECORDS = "java/lang/runtime/ObjectMethods";

  @Test
  void nothingOnTheWayToMainOrInATransformerIsDynamic() throws Exception {
    List<String> found = new ArrayList<>();
    int classes = 0;
    for (Class<?> member :
        List.of(
            AgentStart.class,
            io.tollgate.verifier.Verifier.class,
            Class.forName("io.tollgate.gate.GateOpener"))) {
      classes += search(classesOf(member), found);
    }
    assertEquals(List.of(), found);
    assertTrue(classes > 60, "looked at " + classes + " classes only");
  }

  private static int search(Path root, List<String> found) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files =
          all.filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !root.relativize(file).startsWith("io/tollgate/core/command"))
              .toList();
    }
    for (Path file : files) {
      for (String method :
          DynamicCalls.in(Files.readAllBytes(file), bootstrap -> !bootstrap.equals(RECORDS))) {
        found.add(file + " " + method);
      }
    }
    return files.size();
  }

  private static Path classesOf(Class<?> member) throws URISyntaxException, IOException {
    Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Files.isDirectory(place)
        ? place
        : java.nio.file.FileSystems.newFileSystem(place).getPath("/");
  }
}
