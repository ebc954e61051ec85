package io.tollgate.benchmarks.gate;

import io.tollgate.api.LicenseRequiredException;

/** Says whether the gated order is gated in this JVM; run where there is no license. */
final class GateCheck {
  static final String DENIED = "denied";

  private GateCheck() {}

  public static void main(String[] arguments) {
    try {
      System.out.println(new GatedOrder().count(1));
    } catch (LicenseRequiredException e) {
      System.out.println(DENIED);
    }
  }
}
