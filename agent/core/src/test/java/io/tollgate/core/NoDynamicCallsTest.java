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
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What runs in premain or in a transformer has no invokedynamic: the first one costs 20 ms of a
 * cold JVM, and inside a transformer it ends in a deadlock or a ClassCircularityError. What javac
 * leaves dynamic in a record is written out when the agent jar is made.
 */
class NoDynamicCallsTest {

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
      new ClassReader(Files.readAllBytes(file)).accept(new Search(file.toString(), found), 0);
    }
    return files.size();
  }

  private static Path classesOf(Class<?> member) throws URISyntaxException, IOException {
    Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Files.isDirectory(place)
        ? place
        : java.nio.file.FileSystems.newFileSystem(place).getPath("/");
  }

  private static final class Search extends ClassVisitor {
    private final String file;
    private final List<String> found;

    Search(String file, List<String> found) {
      super(Opcodes.ASM9);
      this.file = file;
      this.found = found;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInvokeDynamicInsn(
            String name, String type, Handle bootstrap, Object... arguments) {
          if (!bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods")) {
            found.add(file + " " + method);
          }
        }
      };
    }
  }
}
