package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.core.gate.Statuses;
import io.tollgate.core.store.PostgresServer;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.HandClock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the clock of one replica does to the others. */
class FleetTimeTest {
  private static final long DAY = 86_400_000;
  private static final String POLICY = "meter.busy = a.B#c(..) key=0 window=P7D over=3\n";

  @Test
  void aClockThatIsWrongOnOneReplicaTakesNothingFromTheFleet() throws Exception {
    Optional<PostgresServer> server = PostgresServer.shared();
    assumeTrue(server.isPresent());
    String url = server.get().emptyPlace();
    HandClock right = new HandClock(System.currentTimeMillis());
    HandClock wrong = new HandClock(System.currentTimeMillis());
    try (Store here = TestStores.postgres(url, right);
        Store there = TestStores.postgres(url, wrong)) {
      Meters mine = meters(here, right);
      for (int i = 0; i < 4; i++) {
        assertEquals(0, mine.meter("busy").apply("a").length);
      }
      mine.settle();
      wrong.set(8 * DAY);
      Meters other = meters(there, wrong);
      assertEquals(0, other.meter("busy").apply("b").length);
      other.settle();
      wrong.set(8 * DAY);
      wrong.move(61_000);
      other.settle();
      mine.settle();
      assertEquals(Map.of("busy", 1L), mine.used());
      assertEquals(Map.of("a", 4L, "b", 1L), here.meters().over("busy", 0, 0));
      wrong.set(-90 * DAY);
      wrong.move(61_000);
      assertEquals(0, other.meter("busy").apply("b").length);
      other.settle();
      long oldest = (right.now() - DAY) / (7 * DAY / 120);
      assertEquals(Map.of("a", 4L, "b", 2L), here.meters().over("busy", oldest, 0));
    }
  }

  private static Meters meters(Store store, HandClock clock) {
    Meters meters = Away.meters(POLICY, store.meters(), clock);
    meters.licensed(Statuses.withCaps(Map.of("busy", 1L)));
    return meters;
  }
}
