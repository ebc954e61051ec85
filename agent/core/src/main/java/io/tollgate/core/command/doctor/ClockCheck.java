package io.tollgate.core.command.doctor;

import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.UtcText;
import java.util.List;
import java.util.Optional;

/** Whether this machine's clock can be right. Its time zone does not matter. */
final class ClockCheck implements Check {
  private static final String ABOUT = "clock";
  private static final String SET_IT = "Set this machine's clock, by NTP if it can be.";

  /** 2101-01-01. */
  private static final long FAR_AWAY = 4_133_980_800_000L;

  @Override
  public List<Finding> look(Setup setup) {
    String says = "It says " + UtcText.plain(setup.now());
    if (setup.now() < setup.made()) {
      return List.of(
          Finding.fail(
              ABOUT,
              says + ", before this Tollgate was made (" + UtcText.plain(setup.made()) + ").",
              SET_IT));
    }
    if (setup.now() >= FAR_AWAY) {
      return List.of(Finding.fail(ABOUT, says + ", which is far in the future.", SET_IT));
    }
    Optional<License> license = setup.status().license();
    if (license.isPresent()
        && license.get().issuedAt().isPresent()
        && setup.now() < license.get().issuedAt().getAsLong()) {
      return List.of(
          Finding.warn(
              ABOUT,
              says
                  + ", before the license was issued ("
                  + UtcText.plain(license.get().issuedAt().getAsLong())
                  + ").",
              SET_IT));
    }
    return List.of(Finding.ok(ABOUT, says + "."));
  }
}
