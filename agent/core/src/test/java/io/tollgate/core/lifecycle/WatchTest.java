package io.tollgate.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final TestKey KEY = TestKey.generate();

  private final FakeClock clock = new FakeClock();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final List<String> changes = new ArrayList<>();
  private int reads;
  private boolean broken;

  @Test
  void statesChangeAtTheirOwnInstant() {
    clock.now = 300; // the instants lie between two ticks
    run(keeper(token(10.0), "PT1S", "PT2S"), 60_000, 86_400_000, 15_000);
    assertEquals(List.of("9000 EXPIRING", "10000 GRACE", "12000 EXPIRED"), changes);
  }

  @Test
  void thePlacesAreReadEveryPoll() {
    run(keeper(token(1e6), "PT1S", "PT1S"), 5_000, 86_400_000, 60_000);
    assertEquals(1 + 12, reads);
  }

  @Test
  void everythingIsVerifiedAnewEveryReverify() {
    run(keeper(token(1e6), "PT1S", "PT1S"), 3_600_000, 10_000, 60_000);
    assertEquals(1 + 6, reads);
  }

  @Test
  void noWaitIsLongerThanASecondSoThatAFrozenProcessCatchesUp() {
    clock.jumpAt = 5_000;
    clock.jump = 1_000_000;
    run(keeper(token(10.0), "PT1S", "PT1S"), 60_000, 86_400_000, 1_010_000);
    assertTrue(clock.longest <= 1_000, "waited " + clock.longest);
    assertEquals(1, changes.size());
    assertTrue(changes.get(0).endsWith("EXPIRED"), changes.toString());
  }

  @Test
  void aClockThatIsSetBackDoesNotStopThePolling() {
    clock.jumpAt = 20_000;
    clock.jump = -10_000_000;
    int before = 1 + 4;
    run(keeper(token(1e6), "PT1S", "PT1S"), 5_000, 86_400_000, -9_950_000);
    assertTrue(reads > before + 3, "read " + reads + " times");
  }

  @Test
  void aFailureIsBorneForTenTicksAndThenTheGatesClose() {
    LicenseKeeper keeper = keeper(token(1e6), "PT1S", "PT1S");
    broken = true;
    run(keeper, 1_000, 86_400_000, 60_000);
    assertTrue(ended.get());
    assertEquals(10_000, clock.now);
  }

  @Test
  void aFailureThatPassesIsForgotten() {
    LicenseKeeper keeper = keeper(token(1e6), "PT1S", "PT1S");
    broken = true;
    clock.repairAt = 5_000;
    run(keeper, 1_000, 86_400_000, 60_000);
    assertEquals(60_000, clock.now);
  }

  @Test
  void anInterruptedWatchClosesTheGates() {
    run(keeper(token(1e6), "PT1S", "PT1S"), 5_000, 86_400_000, 3_000);
    assertTrue(ended.get());
    assertTrue(Thread.interrupted());
  }

  /** Runs until the fake clock says that it is over. */
  private void run(LicenseKeeper keeper, long poll, long reverify, long until) {
    keeper.add(
        new LicenseListener() {
          @Override
          public void changed(LicenseStatus status) {
            changes.add(status.asOf() + " " + status.state());
          }

          @Override
          public void rejected(Refusal refusal) {
            changes.add("rejected");
          }
        });
    clock.until = until;
    new Watch(keeper, clock, poll, reverify, () -> ended.set(true)).run();
    boolean interrupted = Thread.interrupted();
    assertTrue(ended.get());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private LicenseKeeper keeper(String token, String warn, String grace) {
    String text =
        "product.name=P\nproduct.contact=C\nkeys.file=k\nlifecycle.warn="
            + warn
            + "\nlifecycle.grace="
            + grace;
    try {
      Policy policy =
          PolicyReader.read(
              "policy",
              name -> (name.equals("k") ? KEY.jwk("k1") : text).getBytes(StandardCharsets.UTF_8));
      TokenPlace place =
          new TokenPlace() {
            @Override
            public String name() {
              return "place";
            }

            @Override
            public PlaceContent read() {
              reads++;
              if (broken) {
                throw new OutOfMemoryError("test");
              }
              return new PlaceContent.Found(token.getBytes(StandardCharsets.UTF_8));
            }
          };
      return new LicenseKeeper(new Verifier(policy), policy.rules(), List.of(place), 0);
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  private static String token(double exp) {
    return KEY.sign("{\"alg\":\"ES256\"}", "{\"sub\":\"A\",\"exp\":" + (long) exp + "}");
  }

  private final class FakeClock implements Clock {
    private long now;
    private long until;
    private long longest;
    private long jumpAt = Long.MAX_VALUE;
    private long jump;
    private long repairAt = Long.MAX_VALUE;

    @Override
    public long now() {
      return now;
    }

    @Override
    public void pause(long millis) throws InterruptedException {
      boolean jumped = jumpAt == Long.MAX_VALUE && jump != 0;
      if (now >= until && (jump >= 0 || jumped)) {
        throw new InterruptedException();
      }
      longest = Math.max(longest, millis);
      now += millis;
      if (now >= repairAt) {
        broken = false;
      }
      if (now >= jumpAt) {
        now += jump;
        jumpAt = Long.MAX_VALUE;
      }
    }
  }
}
