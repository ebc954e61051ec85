package io.tollgate.verifier.policy;

import java.util.List;

/**
 * Which methods have gates, and what a closed one does.
 *
 * @param annotations binary names of the annotation types that mark gated methods
 * @param methods patterns of methods that are gated without a mark
 * @param observes whether a closed gate only counts what it would deny
 */
public record GateRules(List<String> annotations, List<MethodPattern> methods, boolean observes) {

  /** No gates. */
  public static final GateRules NONE = new GateRules(List.of(), List.of(), false);

  public GateRules {
    annotations = List.copyOf(annotations);
    methods = List.copyOf(methods);
  }
}
