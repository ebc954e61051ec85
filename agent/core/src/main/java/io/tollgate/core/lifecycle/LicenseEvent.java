package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;

/** Something that happened, for those who tell it, count it or write it down. */
public sealed interface LicenseEvent {

  /** What kind of thing. */
  Action action();

  /** Where the license stands now. */
  LicenseStatus status();

  /** The state, the license, or the reason why there is none, is now another. */
  record Changed(Action action, LicenseStatus status) implements LicenseEvent {}

  /**
   * Something is wrong and changes nothing yet. Told once for each occasion.
   *
   * @param refusal what
   */
  record Problem(Action action, LicenseStatus status, Refusal refusal) implements LicenseEvent {}

  /**
   * Something worth a line is well, or well again.
   *
   * @param text a sentence
   */
  record Remark(Action action, LicenseStatus status, String text) implements LicenseEvent {}

  /** A day has passed in a state that somebody should do something about. */
  record Reminder(Action action, LicenseStatus status) implements LicenseEvent {}
}
