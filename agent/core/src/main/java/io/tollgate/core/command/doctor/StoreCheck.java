package io.tollgate.core.command.doctor;

import io.tollgate.core.command.doctor.StoreSetup.PasswordFile;
import io.tollgate.core.state.StoreMirror;
import io.tollgate.core.system.FileContent;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.UtcText;
import java.util.ArrayList;
import java.util.List;

/** Where the store is and what a start knows of it. Opens no database. */
final class StoreCheck implements Check {
  private static final String ABOUT = "store";

  @Override
  public List<Finding> look(Setup setup) {
    StoreSetup store = setup.store();
    if (store.at().isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok(ABOUT, "It is " + store.at().get() + ". " + seen(store.mirror())));
    if (store.password().isPresent()
        && !(store.password().get().content() instanceof FileContent.Bytes)) {
      findings.add(noPassword(store.password().get()));
    }
    return findings;
  }

  private static String seen(StoreMirror mirror) {
    if (mirror.token().isEmpty()) {
      return "No license is known to be in it.";
    }
    return mirror.seenAt().isPresent()
        ? "The license in it is known since " + UtcText.plain(mirror.seenAt().getAsLong()) + "."
        : "The license in it is known.";
  }

  private static Finding noPassword(PasswordFile file) {
    String why =
        file.content() instanceof FileContent.Unreadable unreadable
            ? unreadable.why()
            : file.content() instanceof FileContent.TooLarge ? "is too large" : "does not exist";
    return Finding.warn(
        ABOUT,
        ErrorCode.STORE_FAILED.code()
            + " Its password should be in "
            + file.path()
            + ", which "
            + why
            + ".",
        "Mount the password there, or name another file with the setting store.password.file.");
  }
}
