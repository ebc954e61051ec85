package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.Refusal;
import java.util.Optional;

/**
 * What can close a license that verifies.
 *
 * @param revocations the vendor took it back
 * @param offline the vendor has been out of reach for too long
 * @param clock it would be open only by a clock that was set back
 */
public record Vetoes(Revocations revocations, Offline offline, ClockDoubt clock) {

  /** What there is for a command, which has no past. */
  public static Vetoes now(Revocations revocations) {
    return new Vetoes(revocations, Offline.never(), new NoDoubt());
  }

  private static final class NoDoubt implements ClockDoubt {
    @Override
    public Optional<Refusal> problem() {
      return Optional.empty();
    }

    @Override
    public long machineNow() {
      throw new IllegalStateException("Nobody doubts the clock.");
    }
  }
}
