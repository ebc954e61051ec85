package io.tollgate.core.weave;

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
  /** What only the JDK defines; its classes are many and cannot have gates. */
  private static final String[] OF_THE_JDK = {"java/", "jdk/", "sun/"};

  private final byte[][] needles;
  private final GateWeaver weaver;
  private final WeaveFailures failures;

  /** A transformer for annotations of these descriptors. */
  GateTransformer(List<String> annotations, WeaveFailures failures) {
    List<byte[]> texts = new ArrayList<>();
    for (String annotation : annotations) {
      texts.add(ConstantPool.needle(annotation));
    }
    this.needles = texts.toArray(new byte[0][]);
    this.weaver = new GateWeaver(annotations);
    this.failures = failures;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if ((className != null && isOfTheJdk(className))
        || !ConstantPool.holdsAny(classFile, needles)) {
      return null;
    }
    try {
      Optional<byte[]> woven = weaver.weave(classFile);
      return woven.isPresent() ? woven.get() : null;
    } catch (Throwable e) {
      failures.failed(className == null ? "a class without name" : className.replace('/', '.'), e);
      return null;
    }
  }

  private static boolean isOfTheJdk(String className) {
    for (String prefix : OF_THE_JDK) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
