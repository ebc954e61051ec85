package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.gate.Statuses;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.HandClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What several threads count at once, and what they wait for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MeterRacesTest {
  private static final String POLICY =
      """
      meter.users = a.B#c(..) key=0 count=distinct
      meter.busy  = a.B#c(..) key=0 window=P7D over=30
      """;
  private static final String ALLOW = POLICY + "gate.store-down = allow\n";

  private final HandClock clock = new HandClock(1_000L * 86_400_000);
  private @TempDir Path folder = Path.of("");
  private Store store = TestStores.none();
  private Away away = new Away(store);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void openTheStore() {
    store = TestStores.embedded(folder, clock);
    away = new Away(store);
  }

  @AfterEach
  void closeTheStore() {
    threads.shutdownNow();
    store.close();
  }

  private Meters meters(String policy, long users, long busy) {
    Meters meters = away.meters(policy, clock);
    meters.licensed(Statuses.withCaps(Map.of("users", users, "busy", busy)));
    return meters;
  }

  private static String refusal(Meters meters, String cap, Object key) {
    String[] problem = meters.meter(cap).apply(key);
    return problem.length == 0 ? "" : problem[1];
  }

  private static boolean letsIn(Meters meters, String cap, Object key) {
    return refusal(meters, cap, key).isEmpty();
  }

  private <T> List<T> atOnce(int times, Callable<T> task) throws Exception {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      tasks.add(task);
    }
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(tasks)) {
      results.add(result.get());
    }
    return results;
  }

  @Test
  void everyCallThatIsLetInIsWrittenOnceAndNoOther() throws Exception {
    Meters meters = meters(POLICY, 9, 2);
    AtomicBoolean isDone = new AtomicBoolean();
    Future<?> settling =
        threads.submit(
            () -> {
              while (!isDone.get()) {
                // Each look is one that puts away what is idle.
                clock.move(61_000);
                meters.settle();
              }
            });
    List<Map<String, Long>> counts =
        atOnce(
            4,
            () -> {
              Map<String, Long> letIn = new HashMap<>();
              for (int i = 0; i < 20_000; i++) {
                // The last one is called too seldom to be remembered.
                String key = i % 500 == 0 ? "rare" : "k" + i % 4;
                if (letsIn(meters, "busy", key)) {
                  letIn.merge(key, 1L, Long::sum);
                }
              }
              return letIn;
            });
    isDone.set(true);
    settling.get();
    meters.settle();
    Map<String, Long> letIn = new HashMap<>();
    for (Map<String, Long> count : counts) {
      count.forEach((key, calls) -> letIn.merge(key, calls, Long::sum));
    }
    assertEquals(letIn, new HashMap<>(store.meters().over("busy", 0, 0)));
    assertEquals(2, store.meters().keys("busy", 0).used());
  }

  @Test
  void whileOneCallWaitsForTheStoreOthersGoOnAndSoDoesSettling() throws Exception {
    Meters meters = meters(POLICY, 9, 9);
    for (String method : List.of("call", "add")) {
      letsIn(meters, "busy", "a");
      letsIn(meters, "busy", "a");
      Away.Held held = away.holdsBack(method);
      Future<?> waiting =
          threads.submit(
              () -> {
                if (method.equals("add")) {
                  meters.settle();
                } else {
                  letsIn(meters, "busy", "slow");
                }
              });
      held.awaitGiven();
      for (int i = 0; i < 40; i++) {
        assertTrue(letsIn(meters, "busy", "a"));
        assertTrue(letsIn(meters, "busy", method));
      }
      if (method.equals("add")) {
        IllegalStateException e =
            assertThrows(
                IllegalStateException.class, () -> meters.purge(new String[] {"busy", "x"}));
        assertTrue(String.valueOf(e.getMessage()).contains("TG-SYS-0051"), e::toString);
      } else {
        meters.settle();
      }
      held.letGo();
      waiting.get();
    }
  }

  @Test
  void aKeyThatIsPurgedWhileItsAnswerIsOnTheWayHasToAskAgain() throws Exception {
    for (String cap : List.of("users", "busy")) {
      Meters meters = meters(POLICY, 1, 1);
      int free = cap.equals("users") ? 0 : 30;
      for (int i = 0; i < free; i++) {
        letsIn(meters, cap, "ann");
      }
      Away.Held held = away.holdsBack(cap.equals("users") ? "admit" : "call");
      Future<Boolean> answer = threads.submit(() -> letsIn(meters, cap, "ann"));
      held.awaitGiven();
      meters.purge(new String[] {cap, "ann"});
      held.letGo();
      assertTrue(answer.get());
      meters.licensed(Statuses.withCaps(Map.of()));
      for (int i = 0; i < free; i++) {
        assertTrue(letsIn(meters, cap, "ann"));
      }
      assertEquals("TG-CAP-0002", refusal(meters, cap, "ann"));
    }
  }

  @Test
  void whileTheStoreIsAwayNoThreadLetsInMoreThanTheCap() throws Exception {
    Meters meters = meters(ALLOW, 10, 0);
    away.isAway(true);
    AtomicInteger next = new AtomicInteger();
    Set<Integer> letIn = ConcurrentHashMap.newKeySet();
    atOnce(
        8,
        () -> {
          for (int i = 0; i < 200; i++) {
            int key = next.incrementAndGet();
            if (letsIn(meters, "users", key)) {
              letIn.add(key);
            }
          }
          return true;
        });
    assertEquals(10, letIn.size());
  }

  @Test
  void keysBeyondWhatIsRememberedAskTheStoreAtEachCall() throws StoreException {
    Meters meters = meters(ALLOW, 0, 0);
    away.isAway(true);
    for (int i = 0; i < RollingTally.MOST_CELLS; i++) {
      letsIn(meters, "busy", i);
    }
    assertEquals("TG-CAP-0003", refusal(meters, "busy", "new"));
    assertEquals("", refusal(meters, "busy", 1));
    away.isAway(false);
    meters.licensed(Statuses.withCaps(Map.of()));
    assertEquals("", refusal(meters, "busy", "new2"));
    assertEquals("", refusal(meters, "busy", "new2"));
    assertEquals(Map.of("new2", 2L), store.meters().over("busy", 0, 0));
  }

  @Test
  void whatIsIdleIsForgottenInTheEndAlsoWhileTheStoreIsAway() {
    Meters meters = meters(POLICY, 9, 9);
    meters.settle();
    letsIn(meters, "busy", "a");
    letsIn(meters, "busy", "b");
    away.isAway(true);
    for (int i = 0; i < 5; i++) {
      clock.move(61_000);
      meters.settle();
    }
    assertEquals("", refusal(meters, "busy", "a"));
    for (int i = 0; i < 10; i++) {
      clock.move(61_000);
      meters.settle();
    }
    assertEquals("", refusal(meters, "busy", "a"));
    assertEquals("TG-CAP-0003", refusal(meters, "busy", "b"));
  }
}
