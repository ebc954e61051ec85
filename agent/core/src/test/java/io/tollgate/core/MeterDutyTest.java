package io.tollgate.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.lifecycle.Watch;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeterDutyTest {
  /** Lets no time pass, and stops whoever waits for the fourth time. */
  private static final class FourPauses implements Clock {
    private final List<Long> pauses = new ArrayList<>();

    @Override
    public long now() {
      return 1;
    }

    @Override
    public long elapsed() {
      return 1;
    }

    @Override
    public void pause(long millis) throws InterruptedException {
      pauses.add(millis);
      if (pauses.size() == 4) {
        throw new InterruptedException();
      }
    }
  }

  /** Fails as one does for which there is no memory. */
  private static final class Failing implements LicenseListener {
    private int told;

    @Override
    public void happened(LicenseEvent event) {
      told++;
      throw new IllegalStateException("no memory");
    }
  }

  private record Ending(List<String> ends) implements Watch.End {
    @Override
    public void close() {
      ends.add("closed");
    }

    @Override
    public void tell(String why) {
      ends.add(why);
    }
  }

  @Test
  void itSettlesAfterTheHostHasBegunAndGoesOnWhateverFails() throws Exception {
    FourPauses clock = new FourPauses();
    List<Integer> settledAfter = new ArrayList<>();
    GateKeeper gates = new GateKeeper();
    gates.meterBy(
        () -> {
          settledAfter.add(clock.pauses.size());
          throw new IllegalStateException("no store");
        },
        true);
    TestKey key = TestKey.generate();
    Policy policy =
        PolicyReader.read(
            "policy",
            name ->
                (name.equals("k")
                        ? key.jwk("k1")
                        : "product.name=P\nproduct.contact=C\nkeys.file=k\n")
                    .getBytes(StandardCharsets.UTF_8));
    LicenseKeeper keeper =
        new LicenseKeeper(
            new Verifier(policy),
            policy.rules(),
            List.of(),
            Vetoes.now(Revocations.read(policy, policy.keys(), new LocalFiles(), Optional.empty())),
            clock.now());
    Failing failing = new Failing();
    keeper.add(failing);
    List<String> ends = new ArrayList<>();
    new MeterDuty(Thread.currentThread(), gates, keeper, clock, new Ending(ends)).run();
    assertTrue(Thread.interrupted());
    assertEquals(List.of("closed", "It was the thread that counts."), ends);
    assertEquals(List.of(1, 2, 3), settledAfter);
    assertEquals(1_000, clock.pauses.get(0));
    assertEquals(1, failing.told, "told once, and not again every second");
  }
}
