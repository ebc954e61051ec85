package io.tollgate.core.command.doctor;

import io.tollgate.core.system.FileFacts;
import java.io.File;
import java.util.List;

/**
 * Whether a renewal will reach the file. Kubernetes renews a mounted Secret by renaming the link
 * {@code ..data}; a mount of the file alone ({@code subPath}) goes on showing the old file.
 */
final class MountCheck implements Check {
  private static final String ABOUT = "mount";

  /** Kubernetes keeps the files in a folder {@code ..2026_11_24_...} that {@code ..data} names. */
  private static final String DATA_FOLDER = File.separator + "..";

  @Override
  public List<Finding> look(Setup setup) {
    if (setup.facts().isEmpty()) {
      return List.of();
    }
    FileFacts facts = setup.facts().get();
    if (setup.mounts().contains(facts.realPath())) {
      return List.of(
          Finding.warn(
              ABOUT,
              setup.tokenFile()
                  + " is a mount of that one file (subPath, or a bind mount): a renewal will"
                  + " not reach it.",
              "Mount the folder that holds it, without subPath."));
    }
    if (facts.realPath().contains(DATA_FOLDER)) {
      return List.of(
          Finding.ok(ABOUT, "Kubernetes keeps " + setup.tokenFile() + " up to date (..data)."));
    }
    return facts.realPath().equals(new File(setup.tokenFile()).getAbsolutePath())
        ? List.of()
        : List.of(Finding.note(ABOUT, setup.tokenFile() + " leads to " + facts.realPath() + "."));
  }
}
