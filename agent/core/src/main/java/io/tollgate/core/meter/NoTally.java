package io.tollgate.core.meter;

import io.tollgate.core.store.MeterRows;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;

/**
 * A cap that a gate names and the policy does not meter: nothing is counted there, so there is room
 * if the license allows any at all.
 */
final class NoTally extends Tally {

  NoTally(String cap, MeterRows rows, Limits limits, Clock clock) {
    super(cap, rows, limits, false, clock);
  }

  /** A call that is counted under it was woven for another policy. */
  @Override
  boolean letsIn(Object key) {
    refuse(new Refusal(ErrorCode.CAP_NOT_LICENSED, "The policy does not meter " + cap() + "."));
    return false;
  }

  @Override
  void settle() {
    // There is nothing to settle.
  }

  @Override
  void forget() {
    // There is nothing to forget.
  }

  @Override
  void forgetPlaces() {
    // Nobody has one.
  }

  @Override
  void hasPlace(String key) {
    // Nobody has one.
  }
}
