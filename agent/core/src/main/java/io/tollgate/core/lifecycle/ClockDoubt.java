package io.tollgate.core.lifecycle;

import io.tollgate.verifier.license.Refusal;
import java.util.Optional;

/** Whether the machine's clock is to be believed. */
public interface ClockDoubt {

  /** What is wrong with it, if anything. */
  Optional<Refusal> problem();

  /** What it says, in ms since the epoch. */
  long machineNow();
}
