package io.tollgate.core.weave;

import io.tollgate.benchmarks.scan.ClassFiles;
import io.tollgate.core.answer.WovenEntries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the JVM calls for each class that it loads, on classes that have no gate. In the package of
 * the transformer, so that the transformer can stay hidden from everybody else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@NullUnmarked // JMH sets what the constructor does not
public class ScanBenchmark {
  /** The jar with the class files to scan. */
  public static final String JAR = "tollgate.benchmarks.scan";

  @Param({"smallest tenth", "middle tenth", "largest tenth", "all"})
  private String classes;

  private GateTransformer transformer;
  private byte[][] classFiles;
  private int next;

  /** Reads the class files and makes sure that none of them has a gate. */
  @Setup
  public void prepare() throws IOException {
    ClassFiles found = ClassFiles.of(Path.of(System.getProperty(JAR)));
    classFiles =
        switch (classes) {
          case "smallest tenth" -> found.between(0, 0.1);
          case "middle tenth" -> found.between(0.45, 0.55);
          case "largest tenth" -> found.between(0.9, 1);
          default -> found.between(0, 1);
        };
    Marks marks =
        new Marks(
            List.of("Lio/tollgate/api/Licensed;", "Lio/tollgate/core/weave/Probed;"), List.of());
    transformer =
        new GateTransformer(
            marks,
            new Lineage(marks.annotations(), marks.patterns()),
            new NothingToSettle(),
            new NothingToTell(),
            new WovenGates(),
            new WovenEntries(),
            false);
    for (int i = 0; i < classFiles.length; i++) {
      if (oneClass() != null) {
        throw new IllegalStateException("A class to scan has a gate.");
      }
    }
  }

  /** The next class, round and round: no class file stays in the processor's first cache. */
  @Benchmark
  public byte @Nullable [] oneClass() {
    byte[] classFile = classFiles[next];
    next = next + 1 == classFiles.length ? 0 : next + 1;
    return transformer.transform(null, "com/example/Orders", null, null, classFile);
  }

  private static final class NothingToSettle implements GateTransformer.Settlings {
    @Override
    public GateWeaver.Settling at(@Nullable ClassLoader loader, boolean redefined) {
      return survey -> false;
    }

    @Override
    public void seen(@Nullable ClassLoader loader, String className, int age) {}
  }

  private static final class NothingToTell implements WeaveFailures {
    @Override
    public void failed(String className, Throwable problem) {
      throw new IllegalStateException(className, problem);
    }

    @Override
    public void notGated(String className, String what) {
      throw new IllegalStateException(className + ": " + what);
    }

    @Override
    public void withoutAnswer(String className, Throwable problem) {
      throw new IllegalStateException(className, problem);
    }
  }
}
