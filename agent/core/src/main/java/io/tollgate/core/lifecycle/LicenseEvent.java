package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import java.util.Optional;

/** Something that happened, for those who tell it, count it or write it down. */
public sealed interface LicenseEvent {

  /** What kind of thing. */
  Action action();

  /** Where the license stands now. */
  LicenseStatus status();

  /** Who asked for it; empty if it came about by itself. */
  Optional<Requester> by();

  /** The state, the license, or the reason why there is none, is now another. */
  record Changed(Action action, LicenseStatus status, Optional<Requester> by)
      implements LicenseEvent {

    /** It came about by itself. */
    public Changed(Action action, LicenseStatus status) {
      this(action, status, Optional.empty());
    }
  }

  /**
   * Something is wrong and changes nothing yet. Told once for each occasion.
   *
   * @param refusal what
   */
  record Problem(Action action, LicenseStatus status, Refusal refusal, Optional<Requester> by)
      implements LicenseEvent {

    /** Nobody asked for it. */
    public Problem(Action action, LicenseStatus status, Refusal refusal) {
      this(action, status, refusal, Optional.empty());
    }
  }

  /**
   * Something worth a line is well, or well again.
   *
   * @param text a sentence
   */
  record Remark(Action action, LicenseStatus status, String text, Optional<Requester> by)
      implements LicenseEvent {

    /** Nobody asked for it. */
    public Remark(Action action, LicenseStatus status, String text) {
      this(action, status, text, Optional.empty());
    }
  }

  /** A day has passed in a state that somebody should do something about. */
  record Reminder(Action action, LicenseStatus status) implements LicenseEvent {
    @Override
    public Optional<Requester> by() {
      return Optional.empty();
    }
  }
}
