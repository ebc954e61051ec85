package io.tollgate.core.weave;

import io.tollgate.verifier.policy.GateRules;
import io.tollgate.verifier.policy.MethodPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What marks methods: annotations, and patterns of the policy.
 *
 * @param annotations descriptors of annotation types
 * @param patterns of methods
 */
record Marks(List<String> annotations, List<MethodPattern> patterns) {
  /** Where a pattern that matches everything must not reach: what makes and says the denial. */
  private static final String OWN = "io/tollgate/";

  static Marks of(GateRules rules) {
    List<String> descriptors = new ArrayList<>();
    for (String annotation : rules.annotations()) {
      descriptors.add("L" + annotation.replace('.', '/') + ";");
    }
    return new Marks(descriptors, rules.methods());
  }

  /** These, and one annotation more. */
  Marks and(String descriptor) {
    List<String> more = new ArrayList<>(annotations);
    more.add(descriptor);
    return new Marks(more, patterns);
  }

  /** Whether methods of this type are meant by a pattern. */
  boolean name(String internalName) {
    for (MethodPattern pattern : patterns) {
      if (pattern.isOf(internalName) && !isOwn(internalName)) {
        return true;
      }
    }
    return false;
  }

  /** The patterns that mean methods of this type. */
  List<MethodPattern> patternsOf(String internalName) {
    List<MethodPattern> of = new ArrayList<>();
    for (MethodPattern pattern : patterns) {
      if (pattern.isOf(internalName) && !isOwn(internalName)) {
        of.add(pattern);
      }
    }
    return of;
  }

  private static boolean isOwn(String internalName) {
    return internalName.startsWith(OWN)
        && (internalName.startsWith("api/", OWN.length())
            || internalName.startsWith("premain/", OWN.length())
            || internalName.startsWith("core/", OWN.length())
            || internalName.startsWith("gate/", OWN.length())
            || internalName.startsWith("verifier/", OWN.length()));
  }
}
