package io.tollgate.core.meter;

import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cap that a gate names and the policy does not meter: nothing is counted there, so there is room
 * if the license allows any at all.
 */
final class NoTally extends Tally {

  NoTally(String cap, MeterRows rows, Limits limits, Clock clock) {
    super(cap, rows, limits, true, clock);
  }

  /** A call that is counted under it was woven for another policy. */
  @Override
  Optional<Refusal> refusal(Object key) {
    return Optional.of(notMetered());
  }

  private Refusal notMetered() {
    return new Refusal(ErrorCode.CAP_NOT_METERED, "It is " + cap() + ".");
  }

  @Override
  void purge(Collection<String> keys) throws StoreException {
    throw new StoreException(ErrorCode.CAP_NOT_METERED, "It is " + cap() + ".");
  }

  @Override
  void reconcile() {
    // There is nothing to settle.
  }

  @Override
  void forget(Collection<String> keys) {
    // There is nothing to forget.
  }

  @Override
  void havePlaces(Set<String> keys) {
    // Nobody has one.
  }

  @Override
  void havePlacesToo(List<String> keys) {
    // Nobody has one.
  }
}
