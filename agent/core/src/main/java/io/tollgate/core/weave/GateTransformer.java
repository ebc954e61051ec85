package io.tollgate.core.weave;

import io.tollgate.core.answer.EntryWeaver;
import io.tollgate.core.answer.WovenEntries;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
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

  private static final byte[][] ENTRIES = {
    ConstantPool.needle(EntryWeaver.JAKARTA), ConstantPool.needle(EntryWeaver.JAVAX)
  };

  private final byte[][] needles;
  private final byte[][] gateNeedles;
  private final GateWeaver weaver;
  private final WeaveFailures failures;
  private final WovenGates gates;
  private final WovenEntries entries;

  /** A transformer for annotations of these descriptors. */
  GateTransformer(
      List<String> annotations, WeaveFailures failures, WovenGates gates, WovenEntries entries) {
    List<byte[]> texts = new ArrayList<>();
    for (String annotation : annotations) {
      texts.add(ConstantPool.needle(annotation));
    }
    this.gateNeedles = texts.toArray(new byte[0][]);
    texts.add(ENTRIES[0]);
    texts.add(ENTRIES[1]);
    this.needles = texts.toArray(new byte[0][]);
    this.weaver = new GateWeaver(annotations);
    this.failures = failures;
    this.gates = gates;
    this.entries = entries;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    try {
      if (isOfTheJdk(loader, className) || !ConstantPool.holdsAny(classFile, needles)) {
        return null;
      }
      byte[] gated = gated(loader, className, classFile);
      byte[] answering = answering(loader, className, gated == null ? classFile : gated);
      return answering == null ? gated : answering;
    } catch (Throwable e) {
      return refuse(className, e);
    }
  }

  private byte @Nullable [] gated(
      @Nullable ClassLoader loader, @Nullable String className, byte[] classFile) {
    if (!ConstantPool.holdsAny(classFile, gateNeedles)) {
      return null;
    }
    Optional<GateWeaver.Woven> woven = weaver.weave(classFile, failures);
    if (woven.isEmpty()) {
      return null;
    }
    if (loader != GateTransformer.class.getClassLoader()) {
      gates.add(loader, className, woven.get().gates());
    }
    return woven.get().classFile();
  }

  /**
   * Around the gates: a servlet's entry may have one itself. Not for the agent's own classes, which
   * name what is looked for.
   */
  private byte @Nullable [] answering(
      @Nullable ClassLoader loader, @Nullable String className, byte[] classFile) {
    if (loader == GateTransformer.class.getClassLoader()
        || !ConstantPool.holdsAny(classFile, ENTRIES)) {
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

  /**
   * Closes all gates, and gives the JVM what is no class file: it drops what a transformer throws
   * and defines the class without its gates.
   */
  private byte[] refuse(@Nullable String className, Throwable problem) {
    try {
      failures.failed(nameOf(className), problem);
    } catch (Throwable e) {
      // Out of stack or memory to say it, not to refuse the class.
      return NO_CLASS;
    }
    return NO_CLASS;
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
