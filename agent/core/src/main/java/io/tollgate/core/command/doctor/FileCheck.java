package io.tollgate.core.command.doctor;

import io.tollgate.core.command.doctor.Setup.PlacedToken;
import io.tollgate.core.system.FileContent;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.token.TokenText;
import java.util.List;

/** Whether there is something at the token's place that can be read. */
final class FileCheck implements Check {
  private static final String ABOUT = "token file";
  private static final String MOUNT_IT =
      "Mount the token there, or name another place with the setting token.file.";
  private static final String LET_IT_BE_READ =
      "Mount a regular file; let this user read it and search the folders above it"
          + " (on Kubernetes: fsGroup and defaultMode).";

  @Override
  public List<Finding> look(Setup setup) {
    return List.of(look(setup.tokenFile(), setup.content(), setup));
  }

  private static Finding look(String path, FileContent content, Setup setup) {
    if (content instanceof FileContent.Absent) {
      return nothing(path + " does not exist.", setup);
    }
    if (content instanceof FileContent.TooLarge) {
      return Finding.of(
          Level.FAIL, ABOUT, new Refusal(ErrorCode.TOKEN_TOO_LARGE, "It lies in " + path + "."));
    }
    if (content instanceof FileContent.Unreadable unreadable) {
      return Finding.fail(
          ABOUT,
          ErrorCode.TOKEN_UNREADABLE.code() + " " + path + " " + unreadable.why() + ".",
          LET_IT_BE_READ);
    }
    byte[] bytes = ((FileContent.Bytes) content).bytes();
    return isBlank(bytes)
        ? nothing(path + " is empty.", setup)
        : Finding.ok(ABOUT, path + " can be read: " + bytes.length + " bytes.");
  }

  private static Finding nothing(String what, Setup setup) {
    if (!setup.tokens().isEmpty()) {
      PlacedToken last = setup.tokens().get(setup.tokens().size() - 1);
      return Finding.note(ABOUT, what + " The token is in " + last.place() + ".");
    }
    return setup.status().kind() == Kind.EVALUATION
        ? Finding.warn(ABOUT, what + " Without a token a start is an evaluation.", MOUNT_IT)
        : Finding.fail(ABOUT, ErrorCode.LICENSE_MISSING.code() + " " + what, MOUNT_IT);
  }

  private static boolean isBlank(byte[] bytes) {
    try {
      return TokenText.of(bytes).isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }
}
