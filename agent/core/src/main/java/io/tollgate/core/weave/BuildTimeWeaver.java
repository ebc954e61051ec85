package io.tollgate.core.weave;

import io.tollgate.verifier.policy.GateRules;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;

/**
 * The weaver for products that are being built: the same gates, called by way of {@code
 * io.tollgate.api.BuiltInGate}, which denies when there is no agent.
 */
public final class BuildTimeWeaver {
  private final Marks marks;
  private final Lineage lineage;
  private final WeaveFailures failures;
  private final Map<String, byte[]> classFiles = new HashMap<>();

  /**
   * A weaver by these rules.
   *
   * @param failures is told of marked methods that cannot be gated
   */
  public BuildTimeWeaver(GateRules rules, WeaveFailures failures) {
    this.marks = Marks.of(rules);
    this.lineage = new Lineage(marks.annotations(), marks.patterns());
    this.failures = failures;
  }

  /**
   * Looks at a class; what it extends and implements must have been looked at before, and all that
   * is to be woven before anything is.
   *
   * @throws RuntimeException if the class file cannot be understood
   */
  public void look(byte[] classFile) {
    Survey survey = survey(classFile);
    String name = survey.type().getInternalName();
    lineage.add(name, survey.heritage(), survey.isFunctional());
    classFiles.put(name, classFile);
  }

  /** Whether a class that was looked at gets gates. */
  public boolean gates(String internalName) {
    byte[] classFile = classFiles.get(internalName);
    if (classFile == null) {
      return false;
    }
    Survey survey = survey(classFile);
    for (String what : survey.notGated()) {
      failures.notGated(survey.type().getClassName(), what);
    }
    return survey.hasGates();
  }

  /** Writes the gates of a class on to what comes next. */
  public ClassVisitor gated(String internalName, ClassVisitor next) {
    byte[] classFile = classFiles.get(internalName);
    return classFile == null ? next : new GateWeaver.Inserter(next, survey(classFile), false, true);
  }

  /** With all that is known by now. */
  private Survey survey(byte[] classFile) {
    Survey survey = new Survey(marks, lineage);
    new ClassReader(classFile).accept(survey, ClassReader.SKIP_FRAMES);
    return survey;
  }
}
