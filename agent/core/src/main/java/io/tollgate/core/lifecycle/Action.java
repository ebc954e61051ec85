package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.State;
import java.util.Optional;

/** What can happen to a license, by the names that audit logs use. */
public enum Action {
  /** There is a license where there was none. */
  LOADED,
  /** Another license rules. */
  RENEWED,
  /** Something at a token's place is not taken, or there is nothing that could be. */
  REJECTED,
  /** The warning window has begun. */
  EXPIRING,
  /** The license has ended and its grace has begun. */
  GRACE,
  /** The grace has ended. */
  EXPIRED,
  /**
   * What was closed is open again, the license is further from its end than it seemed, or the one
   * before rules again because somebody asked for that.
   */
  RESTORED,
  /** A gated call was denied. */
  DENIED,
  /** The vendor took the license back, or the list of such licenses is not to be had. */
  REVOKED,
  /** This machine's clock cannot be believed. */
  CLOCK,
  /** The vendor's published keys are not to be had or not to be used, or are there again. */
  KEYS,
  /** The vendor's keys or denylist were out of reach for too long, or the store is. */
  OFFLINE,
  /** A cap has become fuller, or what stands under it cannot be counted. */
  CAP;

  /** The name in audit logs: {@code LICENSE_RENEWED}. */
  public String text() {
    return "LICENSE_" + name();
  }

  /** What a start with this status is. */
  static Action ofStart(LicenseStatus now) {
    Optional<Action> closed = ofRefusal(now);
    return closed.isPresent() ? closed.get() : LOADED;
  }

  /** What the step from one status to the next is. */
  static Action ofChange(LicenseStatus before, LicenseStatus now) {
    Optional<Action> closed = ofRefusal(now);
    if (closed.isPresent()) {
      return closed.get();
    }
    if (!before.license().equals(now.license())) {
      return before.license().isPresent() ? RENEWED : LOADED;
    }
    if (before.opensGates() && now.state() == State.EXPIRING && before.state() == State.VALID) {
      return EXPIRING;
    }
    return now.state() == State.GRACE && before.opensGates() ? GRACE : RESTORED;
  }

  /** What a state that goes on is. */
  static Action ofReminder(LicenseStatus now) {
    Optional<Action> closed = ofRefusal(now);
    if (closed.isPresent()) {
      return closed.get();
    }
    return now.state() == State.GRACE ? GRACE : EXPIRING;
  }

  private static Optional<Action> ofRefusal(LicenseStatus now) {
    if (now.opensGates() || now.refusal().isEmpty()) {
      return Optional.empty();
    }
    ErrorCode code = now.refusal().get().code();
    if (code == ErrorCode.LICENSE_EXPIRED) {
      return Optional.of(EXPIRED);
    }
    if (code == ErrorCode.LICENSE_REVOKED) {
      return Optional.of(REVOKED);
    }
    if (code == ErrorCode.OFFLINE_TOO_LONG) {
      return Optional.of(OFFLINE);
    }
    return Optional.of(code == ErrorCode.CLOCK_SET_BACK ? CLOCK : REJECTED);
  }
}
