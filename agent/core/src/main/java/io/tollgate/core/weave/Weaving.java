package io.tollgate.core.weave;

import io.tollgate.core.answer.WovenEntries;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weaving as a whole: what is loaded from now on, what was loaded before, and the proof that it
 * works.
 */
public final class Weaving {
  /** The class file of the probe. */
  public static final String PROBE = "io/tollgate/core/weave/Probe.class";

  private static final String PROBED = "Lio/tollgate/core/weave/Probed;";

  private final Instrumentation instrumentation;
  private final WeaveFailures failures;

  private Weaving(Instrumentation instrumentation, WeaveFailures failures) {
    this.instrumentation = instrumentation;
    this.failures = failures;
  }

  /**
   * Loads all that weaving needs, by weaving the probe once.
   *
   * @param probe the bytes of {@link #PROBE}
   * @throws IllegalStateException if the probe has no gate
   */
  public static void rehearse(byte[] probe) {
    List<String> descriptors = List.of(PROBED);
    boolean found = ConstantPool.holdsAny(probe, new byte[][] {ConstantPool.needle(PROBED)});
    if (!found || new GateWeaver(descriptors).weave(probe, new Unheard()).isEmpty()) {
      throw new IllegalStateException("the probe has no gate");
    }
  }

  /**
   * Weaves what the JVM loads from now on. The gate must be defined before.
   *
   * @param annotations binary names of the annotation types that mark gated methods
   * @param gates counts what is woven
   * @param entries is told where denied calls are answered
   */
  public static Weaving begin(
      Instrumentation instrumentation,
      List<String> annotations,
      WeaveFailures failures,
      WovenGates gates,
      WovenEntries entries) {
    List<String> descriptors = new ArrayList<>();
    for (String annotation : annotations) {
      descriptors.add("L" + annotation.replace('.', '/') + ";");
    }
    descriptors.add(PROBED);
    instrumentation.addTransformer(
        new GateTransformer(descriptors, failures, gates, entries), true);
    return new Weaving(instrumentation, failures);
  }

  /** Whether a closed gate denies a call in this JVM; to be asked while the gates are closed. */
  public boolean bites() {
    try {
      Probe.enter();
      return false;
    } catch (RuntimeException denied) {
      return true;
    }
  }

  /**
   * Weaves what was loaded before the agent: classes of other agents, and on JDK 25 all application
   * classes of an AOT cache that was recorded without it, which no transformer ever sees otherwise.
   */
  public void weaveLoaded() {
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isOfHost(type) && instrumentation.isModifiableClass(type)) {
        loaded.add(type);
      }
    }
    if (!loaded.isEmpty() && !retransform(loaded.toArray(new Class<?>[0]))) {
      // One class spoils it for all: find the others.
      for (Class<?> type : loaded) {
        retransform(type);
      }
    }
  }

  /** False if the JVM refuses one of the classes: it does not touch the others then. */
  private boolean retransform(Class<?>... types) {
    try {
      instrumentation.retransformClasses(types);
      return true;
    } catch (InternalError | NoClassDefFoundError e) {
      // "invalid class": one that lacks another class and cannot be linked. No code of it can run.
      return false;
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      if (types.length == 1) {
        failures.failed(types[0].getName(), e);
      }
      return false;
    }
  }

  /** Outside the zone: the hand-over in the system loader and what opened the gate. */
  private static boolean isOwn(String name) {
    return name.startsWith("io.tollgate.premain.") || name.startsWith("io.tollgate.gate.");
  }

  private static boolean isOfHost(Class<?> type) {
    @Nullable ClassLoader loader = type.getClassLoader();
    // A class of the boot loader outside every module was appended to it, by -Xbootclasspath/a say.
    boolean mayHaveGates = loader != null || !type.getModule().isNamed();
    return mayHaveGates && loader != Weaving.class.getClassLoader() && !isOwn(type.getName());
  }
}
