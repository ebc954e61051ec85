package io.tollgate.core.weave;

import io.tollgate.core.answer.EntryNames;
import io.tollgate.core.answer.EntryWeaver;
import io.tollgate.core.answer.WovenEntries;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Weaves every class that the JVM loads, redefines or retransforms and that has gates. Weaves at
 * each of these occasions: another agent's redefinition would otherwise strip the gates.
 */
final class GateTransformer implements ClassFileTransformer {
  /** Classes of the boot loader that a start loads by the hundred and that cannot have gates. */
  private static final String[] OF_THE_JDK = {"java/", "jdk/", "sun/"};

  private static final byte[] NO_CLASS = {'n', 'o', 't', ' ', 'g', 'a', 't', 'e', 'd'};

  private final Marks marks;
  private final Lineage lineage;
  private final GateWeaver weaver;
  private final Settlings settlings;
  private final WeaveFailures failures;
  private final WovenGates gates;
  private final WovenEntries entries;
  private final Needles entryNeedles = Needles.of(EntryNames.needles());
  private final boolean observes;

  /** Decides which classes call for what is below them. */
  interface Settlings {

    /**
     * For a class of this loader.
     *
     * @param redefined whether it is loaded already, and shown once more
     */
    GateWeaver.Settling at(@Nullable ClassLoader loader, boolean redefined);

    /** A class was woven by what was known at that age. */
    void seen(@Nullable ClassLoader loader, String className, int age);
  }

  /**
   * A transformer by these marks.
   *
   * @param observes whether gates only count: a class that cannot have its gates is as it was then
   */
  GateTransformer(
      Marks marks,
      Lineage lineage,
      Settlings settlings,
      WeaveFailures failures,
      WovenGates gates,
      WovenEntries entries,
      boolean observes) {
    this.marks = marks;
    this.lineage = lineage;
    this.weaver = new GateWeaver(marks, lineage);
    this.settlings = settlings;
    this.failures = failures;
    this.gates = gates;
    this.entries = entries;
    this.observes = observes;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    try {
      if (isOfTheJdk(loader, className) || !concerns(loader, className, classFile)) {
        return null;
      }
      int age = lineage.age();
      GateWeaver.Woven woven =
          weaver.weave(classFile, settlings.at(loader, classBeingRedefined != null), failures);
      if (className != null && loader != GateTransformer.class.getClassLoader()) {
        settlings.seen(loader, className, age);
        gates.awaited().look(woven.survey(), !lineage.of(className).isEmpty());
        if (!woven.gates().isEmpty()) {
          gates.add(loader, className, woven.gates());
        }
      }
      Optional<byte[]> gated = woven.classFile();
      byte[] answering = answering(loader, className, gated.orElse(classFile));
      return answering == null && gated.isPresent() ? gated.get() : answering;
    } catch (StackOverflowError e) {
      // The host's stack is full, which says nothing of this class. Without a definition it cannot
      // run ungated, so that nothing has to be closed; it may be asked for again.
      return classBeingRedefined == null ? NO_CLASS : refuse(className, e);
    } catch (Throwable e) {
      return refuse(className, e);
    }
  }

  /**
   * Around the gates: a servlet's entry may have one itself. Not for the agent's own classes, which
   * name what is looked for.
   */
  private byte @Nullable [] answering(
      @Nullable ClassLoader loader, @Nullable String className, byte[] classFile) {
    if (loader == GateTransformer.class.getClassLoader()
        || !ConstantPool.holdsAny(classFile, entryNeedles)) {
      return null;
    }
    try {
      return EntryWeaver.weave(classFile, entries).orElse(null);
    } catch (Throwable e) {
      tellWithoutAnswer(className, e);
      return null;
    }
  }

  private void tellWithoutAnswer(@Nullable String className, Throwable problem) {
    try {
      failures.withoutAnswer(nameOf(className), problem);
    } catch (Throwable e) {
      // Out of stack or memory to say it: no reason to refuse a class that has its gates.
      return;
    }
  }

  private static String nameOf(@Nullable String className) {
    return className == null ? "a class without name" : className.replace('/', '.');
  }

  private boolean concerns(
      @Nullable ClassLoader loader, @Nullable String className, byte[] classFile) {
    boolean named =
        className != null
            && loader != GateTransformer.class.getClassLoader()
            && marks.name(className);
    return named || ConstantPool.holdsAny(classFile, lineage.needles(), lineage.supertypes());
  }

  /**
   * Closes all gates, and gives the JVM what is no class file: it drops what a transformer throws
   * and defines the class without its gates. Where gates only count, that is what is wanted.
   */
  private byte @Nullable [] refuse(@Nullable String className, Throwable problem) {
    try {
      failures.failed(nameOf(className), problem);
    } catch (Throwable e) {
      // Out of stack or memory to say it, not to refuse the class.
      return observes ? null : NO_CLASS;
    }
    return observes ? null : NO_CLASS;
  }

  private static boolean isOfTheJdk(@Nullable ClassLoader loader, @Nullable String className) {
    if (loader != null || className == null) {
      return false;
    }
    for (String prefix : OF_THE_JDK) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
