package io.tollgate.core.weave;

import io.tollgate.verifier.policy.GateRules;
import io.tollgate.verifier.policy.MethodPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What marks methods: annotations, and patterns of the policy.
 *
 * @param annotations descriptors of annotation types
 * @param patterns of methods; those of metered ones last
 * @param metered methods whose calls are counted
 */
record Marks(List<String> annotations, List<MethodPattern> patterns, List<Metered> metered) {
  /** Where a pattern that matches everything must not reach: what makes and says the denial. */
  private static final String OWN = "io/tollgate/";

  /** Without meters. */
  Marks(List<String> annotations, List<MethodPattern> patterns) {
    this(annotations, patterns, List.of());
  }

  static Marks of(GateRules rules) {
    List<String> descriptors = new ArrayList<>();
    for (String annotation : rules.annotations()) {
      descriptors.add("L" + annotation.replace('.', '/') + ";");
    }
    List<Metered> metered = Metered.of(rules.meters());
    List<MethodPattern> patterns = new ArrayList<>(rules.methods());
    for (Metered methods : metered) {
      patterns.add(methods.methods());
    }
    return new Marks(descriptors, patterns, metered);
  }

  /** These, and one annotation more. */
  Marks and(String descriptor) {
    List<String> more = new ArrayList<>(annotations);
    more.add(descriptor);
    return new Marks(more, patterns, metered);
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
