package io.tollgate.worlds;

import io.tollgate.dist.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Writes down which test of a {@link World} passed on which JDK, for {@link CompatibilityPage}.
 *
 * <p>An extension and no listener: only an extension is given the arguments of a test, and with
 * them the JDK.
 */
final class WorldRecorder implements InvocationInterceptor {
  private static final Path RECORD = Path.of("target", "compatibility.tsv").toAbsolutePath();
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(WorldRecorder.class);

  WorldRecorder() {}

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext all)
      throws Throwable {
    Jdk jdk = jdkOf(test);
    invocation.proceed();
    World world = test.getExecutable().getAnnotation(World.class);
    all.getRoot()
        .getStore(OURS)
        .computeIfAbsent("record", key -> new Tally(), Tally.class)
        .passed(world, jdk, all.getRequiredTestClass().getSimpleName());
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext all) {
    throw new AssertionError("A test of a world is run once for each JDK: " + test.getExecutable());
  }

  private static Jdk jdkOf(ReflectiveInvocationContext<Method> test) {
    for (Object argument : test.getArguments()) {
      if (argument instanceof Jdk jdk) {
        return jdk;
      }
    }
    throw new AssertionError(
        "A test of a world takes the JDK that it runs: " + test.getExecutable());
  }

  /** The file, begun anew by each run of the tests. */
  private static final class Tally {

    Tally() {
      List<String> features = new ArrayList<>();
      for (Jdk jdk : Jdk.all()) {
        features.add(Integer.toString(jdk.feature()));
      }
      try {
        Files.writeString(RECORD, String.join("\t", features) + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    synchronized void passed(World world, Jdk jdk, String test) throws IOException {
      String row =
          String.join("\t", world.group(), world.value(), Integer.toString(jdk.feature()), test);
      Files.writeString(RECORD, row + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
  }
}
