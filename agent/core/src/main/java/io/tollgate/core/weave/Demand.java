package io.tollgate.core.weave;

/**
 * What a gate asks of the license, as one text: a feature, and behind it in brackets the cap under
 * which there must be room; {@code export}, {@code [max_users]}, {@code export[max_users]}.
 */
final class Demand {
  private Demand() {}

  static String of(String feature, String cap) {
    return cap.isEmpty() ? feature : feature.concat("[").concat(cap).concat("]");
  }

  /** The feature; empty for none. */
  static String feature(String demand) {
    int bracket = bracket(demand);
    return bracket < 0 ? demand : demand.substring(0, bracket);
  }

  /** The cap; empty for none. */
  static String cap(String demand) {
    int bracket = bracket(demand);
    return bracket < 0 ? "" : demand.substring(bracket + 1, demand.length() - 1);
  }

  private static int bracket(String demand) {
    return demand.endsWith("]") ? demand.lastIndexOf('[') : -1;
  }
}
