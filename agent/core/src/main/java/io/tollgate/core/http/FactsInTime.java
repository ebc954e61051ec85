package io.tollgate.core.http;

import io.tollgate.core.status.Facts;
import io.tollgate.core.system.Timely;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The facts of now or, if whoever knows them does not answer, of the last time: then gates are as
 * they were told to be last, too. Safe for use by several threads.
 */
final class FactsInTime {
  private final Look look;
  private final Timely<Moment> asked;
  private volatile Optional<Facts> last = Optional.empty();

  /**
   * Asks these facts.
   *
   * @param patience ms to wait for them
   */
  FactsInTime(Facts facts, long patience) {
    this.look = new Look(facts);
    this.asked = new Timely<>("tollgate-http-facts", patience);
  }

  /** Empty if they were never to be had. */
  Optional<Facts> now() throws InterruptedException {
    Optional<Moment> fresh = asked.ask(look);
    if (fresh.isPresent()) {
      last = Optional.of(fresh.get());
    }
    return last;
  }

  void close() {
    asked.close();
  }

  private record Look(Facts facts) implements Callable<Moment> {
    @Override
    public Moment call() {
      return Moment.of(facts);
    }
  }
}
