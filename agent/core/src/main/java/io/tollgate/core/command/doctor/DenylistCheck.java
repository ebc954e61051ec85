package io.tollgate.core.command.doctor;

import java.util.List;
import java.util.Optional;

/** Whether the vendor's list of revoked licenses is there and can be believed. */
final class DenylistCheck implements Check {
  private static final String ABOUT = "denylist";

  @Override
  public List<Finding> look(Setup setup) {
    Optional<String> file = setup.policy().denylistFile();
    if (file.isEmpty()) {
      return List.of();
    }
    return List.of(
        setup.denylistProblem().isPresent()
            ? Finding.of(Level.WARN, ABOUT, setup.denylistProblem().get())
            : Finding.ok(ABOUT, file.get() + " can be read and believed."));
  }
}
