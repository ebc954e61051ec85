package io.tollgate.core.command.doctor;

import java.util.ArrayList;
import java.util.List;

/** Looks at everything that can be looked at without the product running. */
public final class Doctor {
  private static final List<Check> CHECKS =
      List.of(
          new FileCheck(),
          new EditorCheck(),
          new PermissionCheck(),
          new MountCheck(),
          new TokenCheck(),
          new StoreCheck(),
          new PlacesCheck(),
          new LicenseCheck(),
          new ClockCheck(),
          new KeysCheck(),
          new DenylistCheck());

  private Doctor() {}

  /** What each check finds, in the order in which a token is found, read and believed. */
  public static List<Finding> examine(Setup setup) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : CHECKS) {
      findings.addAll(check.look(setup));
    }
    return findings;
  }
}
