package io.tollgate.core.weave;

import io.tollgate.core.answer.EntryNames;
import io.tollgate.core.answer.WovenEntries;
import io.tollgate.verifier.policy.GateRules;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Weaving as a whole: what is loaded from now on, what was loaded before, and the proof that it
 * works.
 */
public final class Weaving {
  /** The class file of the probe. */
  public static final String PROBE = "io/tollgate/core/weave/Probe.class";

  private static final String PROBED = "Lio/tollgate/core/weave/Probed;";

  private static final GateWeaver.Settling NO_SETTLING = new NoSettling();

  private static final class NoSettling implements GateWeaver.Settling {
    @Override
    public boolean isNeeded(Survey survey) {
      return false;
    }
  }

  private final Instrumentation instrumentation;
  private final Settlement settlement;

  private Weaving(Instrumentation instrumentation, Settlement settlement) {
    this.instrumentation = instrumentation;
    this.settlement = settlement;
  }

  /**
   * Loads all that weaving needs, by weaving the probe once.
   *
   * @param probe the bytes of {@link #PROBE}
   * @throws IllegalStateException if the probe has no gate
   */
  public static void rehearse(byte[] probe) {
    Marks marks = new Marks(List.of(PROBED), List.of());
    Lineage lineage = lineage(marks);
    boolean found = ConstantPool.holdsAny(probe, lineage.needles(), lineage.supertypes());
    GateWeaver weaver = new GateWeaver(marks, lineage);
    if (!found || weaver.weave(probe, NO_SETTLING, new Unheard()).classFile().isEmpty()) {
      throw new IllegalStateException("the probe has no gate");
    }
    Ahead.load();
  }

  /** What is needed to begin, and not to weave. */
  private static final class Ahead {
    /** Named, and thereby loaded. */
    private static final Class<?>[] LOADED = {
      PerLoader.class,
      Awaited.class,
      Metered.class,
      ToldOnce.class,
      Settlement.class,
      GateTransformer.class,
    };

    static int load() {
      return LOADED.length;
    }
  }

  /**
   * Weaves what the JVM loads from now on. The gate must be defined before.
   *
   * @param rules which methods have gates
   * @param gates is told what is woven
   * @param entries is told where denied calls are answered
   */
  public static Weaving begin(
      Instrumentation instrumentation,
      GateRules rules,
      WeaveFailures failures,
      WovenGates gates,
      WovenEntries entries) {
    Marks marks = Marks.of(rules).and(PROBED);
    Lineage lineage = lineage(marks);
    WeaveFailures once = new ToldOnce(failures, gates);
    Settlement settlement = new Settlement(instrumentation, lineage, once);
    instrumentation.addTransformer(
        new GateTransformer(marks, lineage, settlement, once, gates, entries, rules.observes()),
        true);
    return new Weaving(instrumentation, settlement);
  }

  private static Lineage lineage(Marks marks) {
    Lineage lineage = new Lineage(marks.annotations(), marks.patterns());
    for (String needle : EntryNames.needles()) {
      lineage.look(needle);
    }
    lineage.look(GateCall.BUILT_IN);
    return lineage;
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

  /** Weaves what is below a type that hands its marks down; throws nothing. */
  public Consumer<Class<?>> settlement() {
    return settlement;
  }

  /** Looks again below types that were used for the first time since the last look. */
  public void lookAgain() {
    settlement.lookAgain();
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
    settlement.weave(loaded);
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
