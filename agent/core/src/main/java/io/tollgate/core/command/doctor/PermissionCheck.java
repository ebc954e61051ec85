package io.tollgate.core.command.doctor;

import io.tollgate.core.system.FileContent;
import java.util.List;

/** Who else may read the token. Whether this process may is what {@link FileCheck} says. */
final class PermissionCheck implements Check {

  @Override
  public List<Finding> look(Setup setup) {
    boolean open = setup.facts().isPresent() && setup.facts().get().readableByAll();
    return open && setup.content() instanceof FileContent.Bytes
        ? List.of(
            Finding.warn(
                "permissions",
                "Every user of this machine may read the token.",
                "Take the right away: chmod o-r, or defaultMode: 0440 on Kubernetes."))
        : List.of();
  }
}
