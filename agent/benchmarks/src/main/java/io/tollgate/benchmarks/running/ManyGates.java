package io.tollgate.benchmarks.running;

import io.tollgate.benchmarks.BuiltFiles;
import io.tollgate.benchmarks.ChildJvm;
import io.tollgate.benchmarks.JavaHome;
import io.tollgate.benchmarks.SealedAgent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A hundred classes of a hundred gated methods, called round and round while a license arrives. It
 * prints after how many ms the first gate was open, and how many ms later the last one was still
 * closed.
 */
final class ManyGates {
  private static final int CLASSES = 100;
  private static final int METHODS = 100;
  private static final String MAIN =
      """
      import java.nio.file.*;

      public class Many {
        public static void main(String[] arguments) throws Exception {
          Path token = Path.of(arguments[0]);
          Runnable[] all = Gates.all();
          long moved = 0;
          long first = 0;
          long lastDenied = 0;
          for (int round = 0; ; round++) {
            boolean allOpen = true;
            for (Runnable one : all) {
              try {
                one.run();
                first = first == 0 ? System.nanoTime() : first;
              } catch (RuntimeException e) {
                lastDenied = System.nanoTime();
                allOpen = false;
              }
            }
            if (allOpen) {
              double spread = Math.max(0, lastDenied - first) / 1e6;
              System.out.printf("%.0f %.3f", (first - moved) / 1e6, spread);
              return;
            }
            if (round == 3) {
              Files.copy(token, Path.of(arguments[1] + ".next"));
              moved = System.nanoTime();
              Files.move(Path.of(arguments[1] + ".next"), Path.of(arguments[1]));
            }
          }
        }
      }
      """;

  private final Path folder;
  private final JavaHome java;

  ManyGates(Path folder, JavaHome java) throws IOException {
    this.folder = folder;
    this.java = java;
    StringBuilder source = new StringBuilder(MAIN.replaceFirst("public class Many", "class Many"));
    source.append("class Gates {\n  static Runnable[] all() {\n");
    source.append("    java.util.List<Runnable> all = new java.util.ArrayList<>();\n");
    for (int i = 0; i < CLASSES; i++) {
      source.append("    G").append(i).append(".addTo(all);\n");
    }
    source.append("    return all.toArray(new Runnable[0]);\n  }\n}\n");
    for (int i = 0; i < CLASSES; i++) {
      source.append("class G").append(i).append(" {\n");
      source.append("  static void addTo(java.util.List<Runnable> all) {\n");
      for (int j = 0; j < METHODS; j++) {
        source.append("    all.add(G").append(i).append("::m").append(j).append(");\n");
      }
      source.append("  }\n");
      for (int j = 0; j < METHODS; j++) {
        source.append("  @io.tollgate.api.Licensed static void m").append(j).append("() {}\n");
      }
      source.append("}\n");
    }
    Compiler.compile(folder, "Many", source.toString(), List.of(api()));
  }

  private static Path api() throws IOException {
    return BuiltFiles.ofThisJar().benchmarks();
  }

  /** One renewal in a JVM of its own. */
  String run(SealedAgent agent) throws IOException, InterruptedException {
    Path place = folder.resolve("arriving");
    Files.deleteIfExists(place);
    ChildJvm.Outcome outcome =
        new ChildJvm(folder.resolve("many.err"))
            .run(
                List.of(
                    java.java(),
                    "-javaagent:" + agent.jar() + "=poll=PT1S,token.file=" + place,
                    "-cp",
                    folder.resolve("classes") + File.pathSeparator + api(),
                    "Many",
                    agent.token().toString(),
                    place.toString()));
    if (outcome.exit() != 0) {
      throw new IOException("A run ended with " + outcome.exit() + ".\n" + outcome.errors());
    }
    return outcome.output();
  }
}
