package io.tollgate.verifier.policy;

import java.util.List;

/**
 * Which methods have gates, and what a closed one does.
 *
 * @param annotations binary names of the annotation types that mark gated methods
 * @param methods patterns of methods that are gated without a mark
 * @param meters what is counted under which cap; metered methods have gates, too
 * @param observes whether a closed gate only counts what it would deny
 * @param admitsUncounted whether a new key is let in while it cannot be written down
 */
public record GateRules(
    List<String> annotations,
    List<MethodPattern> methods,
    List<MeterRule> meters,
    boolean observes,
    boolean admitsUncounted) {

  /** No gates. */
  public static final GateRules NONE = new GateRules(List.of(), List.of(), List.of(), false, false);

  public GateRules {
    annotations = List.copyOf(annotations);
    methods = List.copyOf(methods);
    meters = List.copyOf(meters);
  }

  /** Whether anything is counted. */
  public boolean countsAnything() {
    return !meters.isEmpty();
  }

  /** Gates where these annotations stand, and nothing else. */
  public static GateRules of(List<String> annotations) {
    return new GateRules(annotations, List.of(), List.of(), false, false);
  }
}
