package io.tollgate.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.lifecycle.Offline.Contacts;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfflineTest {
  private static final TestKey KEY = TestKey.generate();
  private static final long DAY = 86_400_000;

  private final List<String> events = new ArrayList<>();
  private Offline offline = reached(new Contacts(0, Lifecycle.NEVER));

  @Test
  void gatesCloseAfterTheGraceAndStartsAreRefusedAfterTheHardStop() {
    LicenseKeeper keeper = start(1_000, 0);
    assertStage(keeper, 14 * DAY - 1, State.VALID, Optional.empty());
    assertStage(keeper, 14 * DAY, State.INVALID, Optional.of(OnProblem.GATE));
    assertStage(keeper, 30 * DAY - 1, State.INVALID, Optional.of(OnProblem.GATE));
    assertStage(keeper, 30 * DAY, State.INVALID, Optional.of(OnProblem.HALT));
    assertEquals(List.of("OFFLINE INVALID TG-LIC-0011"), events);
    assertTrue(keeper.status().license().isPresent(), "whose it is stays known");
  }

  @Test
  void theNextChangeIsTheInstantAtWhichPatienceEnds() {
    LicenseKeeper keeper = start(1_000, 0);
    assertEquals(14 * DAY, keeper.nextChange(0));
    assertEquals(30 * DAY, keeper.nextChange(14 * DAY));
  }

  @Test
  void theFirstContactOpensAgain() {
    LicenseKeeper keeper = start(1_000, 40);
    assertFalse(keeper.status().opensGates());
    offline.keysReached(40 * DAY);
    keeper.judge(40 * DAY);
    assertTrue(keeper.status().opensGates());
    assertEquals(List.of("RESTORED VALID"), events);
  }

  @Test
  void theTwoClocksDoNotExtendEachOther() {
    LicenseKeeper keeper = start(5, 0);
    assertStage(keeper, 5 * DAY, State.GRACE, Optional.empty());
    assertStage(keeper, 14 * DAY, State.INVALID, Optional.of(OnProblem.GATE));
    offline.keysReached(14 * DAY);
    assertStage(keeper, 14 * DAY + 1, State.GRACE, Optional.empty());
    assertStage(keeper, 15 * DAY, State.EXPIRED, Optional.of(OnProblem.HALT));
    assertStage(keeper, 28 * DAY, State.EXPIRED, Optional.of(OnProblem.HALT));
    assertEquals(ErrorCode.LICENSE_EXPIRED, keeper.status().refusal().orElseThrow().code());
  }

  @Test
  void keysAndDenylistAreBothNeededWhereThePolicyNamesBoth() {
    offline = reached(new Contacts(0, 0));
    LicenseKeeper keeper = start(1_000, 0);
    offline.keysReached(13 * DAY);
    assertStage(keeper, 14 * DAY, State.INVALID, Optional.of(OnProblem.GATE));
    offline.denylistReached(14 * DAY);
    assertStage(keeper, 14 * DAY, State.VALID, Optional.empty());
  }

  @Test
  void whatIsNotNeededIsNeverOutOfReach() {
    offline = Offline.never();
    offline.denylistReached(0);
    offline.keysReached(0);
    LicenseKeeper keeper = start(100_000, 0);
    assertStage(keeper, 90_000 * DAY, State.VALID, Optional.empty());
    assertEquals(Optional.empty(), offline.since());
  }

  @Test
  void aContactMadeByAClockThatWasFarAheadCountsAsNow() {
    offline = reached(new Contacts(9_000 * DAY, Lifecycle.NEVER));
    LicenseKeeper keeper = start(1_000, 0);
    assertStage(keeper, 1 * DAY, State.VALID, Optional.empty());
    assertStage(keeper, 14 * DAY, State.INVALID, Optional.of(OnProblem.GATE));
  }

  @Test
  void anEvaluationNeedsNoVendor() {
    LicenseKeeper keeper = start(Optional.empty(), 40);
    assertTrue(keeper.status().opensGates());
  }

  private static Offline reached(Contacts contacts) {
    return new Offline(new Window(0, 14 * DAY), new Window(0, 30 * DAY), contacts);
  }

  private static void assertStage(
      LicenseKeeper keeper, long now, State state, Optional<OnProblem> atStart) {
    keeper.judge(now);
    assertEquals(state, keeper.status().state(), "at " + now);
    assertEquals(atStart, keeper.status().atStart());
  }

  private LicenseKeeper start(long endDay, long nowDay) {
    return start(
        Optional.of(
            KEY.sign(
                "{\"alg\":\"ES256\"}", "{\"sub\":\"Acme\",\"exp\":" + endDay * DAY / 1000 + "}")),
        nowDay);
  }

  private LicenseKeeper start(Optional<String> token, long nowDay) {
    Policy policy = policy();
    LicenseKeeper keeper =
        new LicenseKeeper(
            new Verifier(policy),
            policy.rules(),
            List.of(place(token)),
            new Vetoes(
                Revocations.of(List.of(), policy.keys()),
                offline,
                Vetoes.now(Revocations.of(List.of(), policy.keys())).clock()),
            nowDay * DAY);
    keeper.add(
        event -> {
          LicenseStatus status = event.status();
          events.add(
              (event.action()
                      + " "
                      + status.state()
                      + " "
                      + status.refusal().map(r -> r.code().code()).orElse(""))
                  .strip());
        });
    return keeper;
  }

  private static TokenPlace place(Optional<String> token) {
    return new TokenPlace() {
      @Override
      public String name() {
        return "/mnt/token";
      }

      @Override
      public PlaceContent read() {
        return token.isPresent()
            ? new PlaceContent.Found(token.get().getBytes(StandardCharsets.UTF_8))
            : new PlaceContent.Nothing();
      }
    };
  }

  private static Policy policy() {
    String text =
        "product.name=P\nproduct.contact=C\nkeys.file=k\nlifecycle.warn=PT0S\nlifecycle.grace=P10D\n"
            + "start.on-missing=evaluate";
    try {
      return PolicyReader.read(
          "policy",
          name -> (name.equals("k") ? KEY.jwk("k1") : text).getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }
}
