package io.tollgate.verifier.license;

import java.util.Optional;

/**
 * A verdict at one instant: the single value that gates, banners, metrics and commands are drawn
 * from.
 *
 * @param state where the license stands
 * @param kind the state in the four words for machines
 * @param opensGates whether gated calls go through
 * @param license the license, if one was verified; a revoked one too
 * @param lifecycle when it changes, if one counts or will
 * @param refusal what is wrong; empty exactly when the state is VALID, EXPIRING or GRACE
 * @param atStart what a start does in this state; empty if it just goes on
 * @param asOf the instant that this was judged for, ms since the epoch
 */
public record LicenseStatus(
    State state,
    Kind kind,
    boolean opensGates,
    Optional<License> license,
    Optional<Lifecycle> lifecycle,
    Optional<Refusal> refusal,
    Optional<OnProblem> atStart,
    long asOf) {

  /** Judges a verdict at an instant, in ms since the epoch. */
  public static LicenseStatus of(Verdict verdict, LifecycleRules rules, long now) {
    if (verdict instanceof Verdict.Granted granted) {
      return granted(granted.license(), rules, now);
    }
    if (verdict instanceof Verdict.Missing missing) {
      boolean evaluation = rules.onMissing() == OnProblem.EVALUATE;
      return new LicenseStatus(
          State.MISSING,
          evaluation ? Kind.EVALUATION : Kind.INVALID,
          evaluation,
          Optional.empty(),
          Optional.empty(),
          Optional.of(missing.refusal()),
          Optional.of(rules.onMissing()),
          now);
    }
    Verdict.Refused refused = (Verdict.Refused) verdict;
    return new LicenseStatus(
        State.INVALID,
        Kind.INVALID,
        false,
        refused.license(),
        Optional.empty(),
        Optional.of(refused.refusal()),
        Optional.of(rules.onInvalid()),
        now);
  }

  private static LicenseStatus granted(License license, LifecycleRules rules, long now) {
    Lifecycle lifecycle = Lifecycle.of(license, rules.warn(), rules.grace());
    State state = lifecycle.at(now);
    if (state.opensGates()) {
      return new LicenseStatus(
          state,
          state == State.GRACE ? Kind.GRACE : Kind.LICENSED,
          true,
          Optional.of(license),
          Optional.of(lifecycle),
          Optional.empty(),
          Optional.empty(),
          now);
    }
    return new LicenseStatus(
        state,
        Kind.INVALID,
        false,
        Optional.of(license),
        Optional.of(lifecycle),
        Optional.of(whyClosed(lifecycle, state, now)),
        Optional.of(
            state == State.EXPIRED
                ? license.terms().onExpired().orElse(rules.onExpired())
                : rules.onInvalid()),
        now);
  }

  private static Refusal whyClosed(Lifecycle lifecycle, State state, long now) {
    if (state == State.EXPIRED) {
      return new Refusal(
          ErrorCode.LICENSE_EXPIRED,
          "It expired at "
              + UtcText.plain(lifecycle.end())
              + " and its grace ended at "
              + UtcText.plain(lifecycle.closesAt())
              + ".");
    }
    if (state == State.NOT_YET_VALID) {
      return new Refusal(
          ErrorCode.LICENSE_NOT_YET_VALID,
          "It begins at "
              + UtcText.plain(lifecycle.notBefore())
              + "; the clock here says "
              + UtcText.plain(now)
              + ".");
    }
    return new Refusal(
        ErrorCode.KEY_ENDORSEMENT_ENDED,
        "It ended at " + UtcText.plain(lifecycle.trustedUntil()) + ".");
  }

  /**
   * The same license, closed by something that has nothing to do with its time.
   *
   * @param why what closes it
   * @param start what a start does
   */
  public LicenseStatus closed(Refusal why, OnProblem start) {
    return new LicenseStatus(
        State.INVALID,
        Kind.INVALID,
        false,
        license,
        lifecycle,
        Optional.of(why),
        Optional.of(start),
        asOf);
  }

  /**
   * The first instant after {@link #asOf} at which the state changes by itself; {@link
   * Lifecycle#NEVER} if never.
   */
  public long nextTransition() {
    return lifecycle.isPresent() ? lifecycle.get().nextTransition(asOf) : Lifecycle.NEVER;
  }
}
