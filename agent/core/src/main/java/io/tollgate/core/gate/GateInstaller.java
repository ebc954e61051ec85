package io.tollgate.core.gate;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Puts the gate into {@code java.lang}, once in the life of a JVM.
 *
 * <p>This way serves every loader, keeps AppCDS and AOT archives valid and prints no warning; see
 * docs/decisions.md for the ways that do not.
 */
public final class GateInstaller {
  private static final String GATE = "java/lang/TollgateGate.class";
  private static final String OPENER = "io/tollgate/gate/GateOpener.class";

  private GateInstaller() {}

  /** Whether this JVM has a gate already. To define it twice would abort the JVM. */
  private static boolean isInstalled() {
    try {
      Class.forName("java.lang.TollgateGate", false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Defines the gate, closed, and gives its control to the keeper.
   *
   * @param classFiles where the agent's class files lie
   * @param answers makes the answer to a denied call over HTTP
   * @throws IOException if the agent jar cannot be read
   * @throws ReflectiveOperationException if the JVM does not let the gate in
   */
  public static void install(
      Instrumentation instrumentation,
      ClassFiles classFiles,
      GateKeeper keeper,
      Function<String[], byte[]> answers)
      throws IOException, ReflectiveOperationException {
    if (isInstalled()) {
      throw new IllegalStateException("another agent has put its gate there");
    }
    OpenerLoader loader = new OpenerLoader(classFiles.read(OPENER));
    Module javaBase = Object.class.getModule();
    instrumentation.redefineModule(
        javaBase,
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(loader.getUnnamedModule())),
        Set.of(),
        Map.of());
    keeper.take(loader.opener().apply(classFiles.read(GATE), List.of(keeper, answers)));
  }

  /**
   * Holds the one class to which {@code java.lang} is opened. Nothing keeps it after the
   * installation.
   */
  private static final class OpenerLoader extends ClassLoader {
    private final byte[] opener;

    OpenerLoader(byte[] opener) {
      super("tollgate-opener", null);
      this.opener = opener;
    }

    @SuppressWarnings("unchecked") // the class is ours: it comes from the same jar
    BiFunction<byte[], List<Function<?, ?>>, AtomicReference<Set<String>>> opener()
        throws ReflectiveOperationException {
      Class<?> type = defineClass(null, opener, 0, opener.length);
      return (BiFunction<byte[], List<Function<?, ?>>, AtomicReference<Set<String>>>)
          type.getDeclaredConstructor().newInstance();
    }
  }
}
