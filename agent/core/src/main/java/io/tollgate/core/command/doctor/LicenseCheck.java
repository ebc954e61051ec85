package io.tollgate.core.command.doctor;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.UtcText;
import java.util.List;

/** How the ruling license stands; what there is to say without one, other checks say. */
final class LicenseCheck implements Check {
  private static final String ABOUT = "license";
  private static final String RENEW = "Renew your license and replace the mounted token.";

  @Override
  public List<Finding> look(Setup setup) {
    LicenseStatus status = setup.status();
    return status.lifecycle().isEmpty()
        ? List.of()
        : List.of(look(status, status.lifecycle().get()));
  }

  private static Finding look(LicenseStatus status, Lifecycle lifecycle) {
    boolean losesTrust = lifecycle.losesTrustFirst();
    long end = losesTrust ? lifecycle.trustedUntil() : lifecycle.end();
    String until = UtcText.plain(end) + days(status, end);
    return switch (status.state()) {
      case VALID ->
          Finding.ok(
              ABOUT, (losesTrust ? "Its key is endorsed until " : "It is valid until ") + until);
      case EXPIRING ->
          losesTrust
              ? Finding.warn(
                  ABOUT,
                  "It counts no longer than its key is endorsed, until " + until,
                  ErrorCode.KEY_ENDORSEMENT_ENDED.advice())
              : Finding.warn(ABOUT, "It expires at " + until, RENEW);
      case GRACE ->
          Finding.warn(
              ABOUT,
              "It expired at "
                  + UtcText.plain(lifecycle.end())
                  + "; gates close at "
                  + UtcText.plain(lifecycle.closesForGood())
                  + days(status, lifecycle.closesForGood()),
              RENEW);
      case EXPIRED, NOT_YET_VALID, MISSING, INVALID ->
          Finding.of(Level.FAIL, ABOUT, status.refusal().orElseThrow());
    };
  }

  private static String days(LicenseStatus status, long instant) {
    long days = UtcText.daysUntil(status.asOf(), instant);
    return days == 1 ? ", in 1 day." : ", in " + days + " days.";
  }
}
