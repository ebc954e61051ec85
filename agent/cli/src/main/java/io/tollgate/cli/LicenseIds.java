package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Printable;
import io.tollgate.verifier.token.UnverifiedToken;
import java.nio.charset.StandardCharsets;

/** Names of licenses: one that can be issued can be revoked, and the other way around. */
final class LicenseIds {
  private static final String HASH = "sha256:";

  private LicenseIds() {}

  /**
   * The id, if it can name a license.
   *
   * @param option the option that it was given for, for messages
   */
  static String checked(String option, String id) throws CommandException {
    if (id.isBlank() || !id.equals(id.strip())) {
      throw new CommandException(option + " takes an id without white space around it.");
    }
    if (id.startsWith(HASH) && !id.matches("sha256:[0-9a-f]{64}")) {
      throw new CommandException(option + ": 64 lower-case hex digits follow sha256: in an id.");
    }
    if (Printable.holdsSecret(id) || isToken(id)) {
      throw new CommandException(
          option
              + " takes the id of a license, which verify shows as licenseId, and not the token.");
    }
    return id;
  }

  private static boolean isToken(String text) {
    try {
      UnverifiedToken.read(text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }
}
