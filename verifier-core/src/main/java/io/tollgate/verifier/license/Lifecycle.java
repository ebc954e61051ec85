package io.tollgate.verifier.license;

/**
 * The instants at which a license changes its state, in ms since the epoch.
 *
 * @param notBefore first instant at which it counts; {@link Long#MIN_VALUE} if it always did
 * @param warnFrom first instant of the warning window, which lies before whatever ends first: the
 *     license or the trust in its key
 * @param end first instant at which it has expired
 * @param closesAt first instant after the grace window
 * @param trustedUntil first instant at which its key is trusted no more; {@link #NEVER} if it stays
 */
public record Lifecycle(long notBefore, long warnFrom, long end, long closesAt, long trustedUntil) {

  /** Later than all instants. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The lifecycle of a license; windows that it does not carry come from the policy. */
  public static Lifecycle of(License license, Window policyWarn, Window policyGrace) {
    Window warn = license.terms().warn().orElse(policyWarn);
    Window grace = license.terms().grace().orElse(policyGrace);
    long trustedUntil = license.keyTrustedUntil().orElse(NEVER);
    return new Lifecycle(
        license.notBefore().orElse(Long.MIN_VALUE),
        warn.before(Math.min(license.end(), trustedUntil)),
        license.end(),
        grace.after(license.end()),
        trustedUntil);
  }

  /** First instant after which gates never open again by this license. */
  public long closesForGood() {
    return Math.min(closesAt, trustedUntil);
  }

  /** Whether the trust in its key ends before the license itself has expired. */
  public boolean losesTrustFirst() {
    return trustedUntil < end;
  }

  /** The state at an instant. */
  public State at(long now) {
    if (isUntrusted(now)) {
      return State.INVALID;
    }
    if (now < notBefore) {
      return State.NOT_YET_VALID;
    }
    if (now < warnFrom) {
      return State.VALID;
    }
    if (now < end) {
      return State.EXPIRING;
    }
    return now < closesAt ? State.GRACE : State.EXPIRED;
  }

  /**
   * The first instant after {@code now} at which {@link #at} gives another state; {@link #NEVER} if
   * none does.
   */
  public long nextTransition(long now) {
    if (isUntrusted(now)) {
      return NEVER;
    }
    return Math.min(trustedUntil, nextInTime(now));
  }

  private boolean isUntrusted(long now) {
    return trustedUntil != NEVER && now >= trustedUntil;
  }

  private long nextInTime(long now) {
    if (now < notBefore) {
      return notBefore;
    }
    if (now < warnFrom) {
      return warnFrom;
    }
    if (now < end) {
      return end;
    }
    return now < closesAt ? closesAt : NEVER;
  }
}
