package io.tollgate.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Clock;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LicenseKeeperTest {
  private static final TestKey KEY = TestKey.generate();
  private static final long DAY = 86_400;

  private final List<String> events = new ArrayList<>();
  private final FakePlace file = new FakePlace("/mnt/token");
  private final List<TokenPlace> denylists = new ArrayList<>();
  private final FakePlace stored = new FakePlace("the store", true);
  private final FakePlace variable = new FakePlace("the environment variable LICENSE");

  @Test
  void theStateFollowsTheClockToTheMillisecond() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    long end = 100 * DAY * 1000;
    long warn = end - 10 * DAY * 1000;
    long close = end + 10 * DAY * 1000;
    assertState(keeper, State.VALID, warn - 1);
    assertState(keeper, State.EXPIRING, warn);
    assertState(keeper, State.EXPIRING, end - 1);
    assertState(keeper, State.GRACE, end);
    assertState(keeper, State.GRACE, close - 1);
    assertState(keeper, State.EXPIRED, close);
    assertEquals(List.of("EXPIRING a", "GRACE a", "EXPIRED a TG-LIC-0002"), events);
  }

  @Test
  void nothingIsToldWhileNothingChanges() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    for (int i = 0; i < 10; i++) {
      refresh(keeper, i);
      keeper.judge(i);
    }
    keeper.refresh(at(20), true);
    assertEquals(List.of(), events);
  }

  @Test
  void aRenewedTokenRulesAtTheNextRead() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    file.put(token("b", 1, 200));
    refresh(keeper, 2 * DAY * 1000);
    assertEquals("b", ruling(keeper));
    assertEquals(List.of("VALID b"), events);
  }

  @Test
  void aRenewedTokenOpensWhatHadClosed() {
    file.put(token("a", 0, 1));
    LicenseKeeper keeper = start("", 100 * DAY * 1000);
    assertFalse(keeper.status().opensGates());
    file.put(token("b", 50, 200));
    refresh(keeper, 100 * DAY * 1000);
    assertTrue(keeper.status().opensGates());
  }

  @Test
  void aBadTokenKeepsTheLastGoodLicenseAndIsToldOnce() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    file.put("half a tok");
    refresh(keeper, 1);
    refresh(keeper, 2);
    refresh(keeper, 3);
    assertEquals("a", ruling(keeper));
    assertEquals(List.of("rejected TG-TOK-0001"), events);
  }

  @Test
  void aTokenThatVanishesAndReturnsIsToldOnceAndKeepsTheLicense() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    file.clear();
    refresh(keeper, 1);
    refresh(keeper, 2);
    assertEquals("a", ruling(keeper));
    file.put(token("a", 0, 100));
    refresh(keeper, 3);
    assertEquals(List.of("rejected TG-LIC-0005"), events);
    assertEquals(State.VALID, keeper.status().state());
  }

  @Test
  void anOlderTokenThatComesBackDoesNotReplaceTheNewer() {
    file.put(token("new", 5, 200));
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    file.put(token("old", 1, 300));
    refresh(keeper, 7 * DAY * 1000);
    assertEquals("new", ruling(keeper));
    assertEquals(List.of("rejected TG-LIC-0004"), events);
  }

  @Test
  void aCandidateThatWouldCloseGatesDoesNotReplace() {
    file.put(token("good", 0, 100));
    LicenseKeeper keeper = start("", 50 * DAY * 1000);
    file.put(token("expired", 1, 2));
    refresh(keeper, 50 * DAY * 1000);
    assertEquals("good", ruling(keeper));
    assertEquals(List.of("rejected TG-LIC-0002"), events);
  }

  @Test
  void aTokenThatIsNotValidYetWaitsAndTakesOverAtItsTime() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    file.put(token("later", 1, 60, 300));
    refresh(keeper, 50 * DAY * 1000);
    assertEquals("a", ruling(keeper));
    assertEquals(60 * DAY * 1000, keeper.nextChange(50 * DAY * 1000));
    keeper.judge(60 * DAY * 1000 - 1);
    assertEquals("a", ruling(keeper));
    keeper.judge(60 * DAY * 1000);
    assertEquals("later", ruling(keeper));
    assertEquals(List.of("rejected TG-LIC-0003", "VALID later"), events);
  }

  @Test
  void aLicenseThatHasNotBegunIsToldOnceAndOpensAtItsTime() {
    file.put(token("a", 0, 50, 100));
    LicenseKeeper keeper = start("", 0);
    for (int second = 1; second < 10; second++) {
      keeper.judge(second * 1000L);
    }
    assertEquals(List.of(), events);
    keeper.judge(50 * DAY * 1000);
    assertEquals(List.of("VALID a"), events);
  }

  @Test
  void ofSeveralPlacesTheLicenseIssuedLastRules() {
    variable.put(token("env", 5, 100));
    file.put(token("file", 4, 100));
    assertEquals("env", ruling(start("", 6 * DAY * 1000)));
    file.put(token("file", 6, 100));
    assertEquals("file", ruling(start("", 6 * DAY * 1000)));
    file.put(token("same", 5, 100));
    assertEquals("same", ruling(start("", 6 * DAY * 1000)));
  }

  @Test
  void aLicenseThatAnAdministratorTookBackGivesWayToAnOlderOne() {
    stored.put(token("new", 5, 200));
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    stored.put(token("old", 1, 300));
    refresh(keeper, 6 * DAY * 1000);
    assertEquals("old", ruling(keeper));
    assertEquals(List.of("VALID old"), events);
  }

  @Test
  void itStaysIfItLiesElsewhereTooOrIfNothingBetterTakesItsPlace() {
    String rules = token("new", 5, 200);
    stored.put(rules);
    file.put(rules);
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    stored.put(token("old", 1, 300));
    refresh(keeper, 6 * DAY * 1000);
    assertEquals("new", ruling(keeper));
    file.clear();
    stored.put(rules);
    refresh(keeper, 6 * DAY * 1000);
    for (String other : List.of("half a tok", token("gone", 6, 10), token("later", 6, 60, 300))) {
      stored.put(other);
      refresh(keeper, 50 * DAY * 1000);
      assertEquals("new", ruling(keeper));
      stored.put(rules);
      refresh(keeper, 50 * DAY * 1000);
    }
    stored.clear();
    refresh(keeper, 50 * DAY * 1000);
    assertEquals("new", ruling(keeper));
  }

  @Test
  void aNewerMountedLicenseRulesOverOneThatAnAdministratorPut() {
    stored.put(token("stored", 5, 200));
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    file.put(token("mounted", 6, 100));
    refresh(keeper, 6 * DAY * 1000);
    assertEquals("mounted", ruling(keeper));
  }

  @Test
  void ofTwoIssuedAtTheSameTimeTheAdministratorsRules() {
    file.put(token("mounted", 5, 200));
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    stored.put(token("stored", 5, 100));
    refresh(keeper, 6 * DAY * 1000);
    assertEquals("stored", ruling(keeper));
    refresh(keeper, 6 * DAY * 1000);
    assertEquals("stored", ruling(keeper));
  }

  @Test
  void whatWasReadBeforeADecisionDoesNotUndoIt() {
    String before = token("new", 5, 200);
    String after = token("old", 1, 300);
    stored.put(before);
    FakePlace list = denylist(denylist(1));
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    // Read after the places: in between somebody decides.
    list.whenRead(
        () ->
            keeper.decide(
                List.of(new PlaceContent.Found(after.getBytes(StandardCharsets.UTF_8))),
                Action.RESTORED,
                new Requester("a", "b", "c"),
                6 * DAY * 1000));
    refresh(keeper, 6 * DAY * 1000);
    assertEquals("old", ruling(keeper));
    assertEquals(List.of("VALID old"), events);
  }

  @Test
  void nobodyIsToldToLookForATokenWhereOnlyARequestPutsOne() {
    String told = start("", 0).status().refusal().orElseThrow().message();
    assertTrue(told.contains("/mnt/token"), told);
  }

  @Test
  void anExpiredLicenseGivesWayToAnOlderOneThatStillCounts() {
    variable.put(token("short", 5, 10));
    file.put(token("long", 1, 300));
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    assertEquals("short", ruling(keeper));
    keeper.judge(20 * DAY * 1000);
    assertEquals("long", ruling(keeper));
    assertTrue(keeper.status().opensGates());
  }

  @Test
  void aBadTokenIsInvalidAndNotMissingWhateverTheOtherPlacesHold() {
    file.put("bad");
    LicenseKeeper keeper = start("start.on-missing=evaluate", 0);
    assertEquals(State.INVALID, keeper.status().state());
    assertFalse(keeper.status().opensGates());
    variable.put("bad too");
    file.clear();
    assertEquals(State.INVALID, start("start.on-missing=evaluate", 0).status().state());
  }

  @Test
  void anUnreadablePlaceIsInvalidAndNotMissing() {
    file.fail();
    LicenseStatus status = start("start.on-missing=evaluate", 0).status();
    assertEquals(State.INVALID, status.state());
    assertEquals(ErrorCode.TOKEN_UNREADABLE, status.refusal().orElseThrow().code());
  }

  @Test
  void withoutAnyTokenAnEvaluationIsOpenAndALicenseEndsIt() {
    LicenseKeeper keeper = start("start.on-missing=evaluate", 0);
    assertEquals(Kind.EVALUATION, keeper.status().kind());
    assertTrue(keeper.status().opensGates());
    file.put(token("a", 0, 100));
    refresh(keeper, 1);
    assertEquals(Kind.LICENSED, keeper.status().kind());
    assertEquals(List.of("VALID a"), events);
  }

  @Test
  void aPlaceThatHangsDoesNotKeepAGateOpen() throws Exception {
    file.put(token("a", 0, 1));
    LicenseKeeper keeper = start("", 0);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    file.hang(reading, mayGoOn);
    Thread reader = new Thread(() -> keeper.refresh(at(0), false));
    reader.start();
    try {
      assertTrue(reading.await(30, TimeUnit.SECONDS));
      assertTimeoutPreemptively(
          Duration.ofSeconds(30), () -> assertState(keeper, State.EXPIRED, 100 * DAY * 1000));
    } finally {
      mayGoOn.countDown();
      reader.join();
    }
  }

  @Test
  void aListenerThatFailsIsToldAgain() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    List<State> told = new ArrayList<>();
    keeper.add(
        new LicenseListener() {
          @Override
          public void happened(LicenseEvent event) {
            told.add(event.status().state());
            if (told.size() == 1) {
              throw new OutOfMemoryError("test");
            }
          }
        });
    long late = 1_000 * DAY * 1000;
    assertThrows(OutOfMemoryError.class, () -> keeper.judge(late));
    keeper.judge(late);
    assertEquals(List.of(State.EXPIRED, State.EXPIRED), told);
  }

  @Test
  void aBadTokenInAPlaceThatHadNoneIsToldOnceAsAChange() {
    LicenseKeeper keeper = start("", 0);
    file.put("bad");
    refresh(keeper, 1);
    refresh(keeper, 2);
    assertEquals(List.of("INVALID - TG-TOK-0001"), events);
  }

  @Test
  void aClosedLicenseThatIsTakenAwayLeavesThingsAsARestartWouldFindThem() {
    file.put(token("a", 0, 1));
    LicenseKeeper keeper = start("start.on-missing=evaluate", 100 * DAY * 1000);
    assertFalse(keeper.status().opensGates());
    file.clear();
    refresh(keeper, 100 * DAY * 1000);
    assertEquals(Kind.EVALUATION, keeper.status().kind());
    assertTrue(keeper.status().opensGates());
  }

  @Test
  void aClockThatIsSetBackAndCorrectedRecovers() {
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    assertState(keeper, State.EXPIRED, 1_000 * DAY * 1000);
    assertState(keeper, State.VALID, DAY * 1000);
    assertTrue(keeper.status().opensGates());
  }

  @Test
  void withoutWaitingLicensesTheNextChangeIsTheRulingLicensesOwn() {
    file.put(token("a", 0, 100));
    assertEquals(90 * DAY * 1000, start("", 0).nextChange(0));
  }

  @Test
  void aRevokedLicenseClosesTheGatesThoughItRuled() {
    FakePlace denylist = denylist(denylist(1));
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    assertTrue(keeper.status().opensGates());
    denylist.put(denylist(2, "a"));
    refresh(keeper, 1);
    assertFalse(keeper.status().opensGates());
    assertEquals(List.of("INVALID a TG-LIC-0006"), events);
  }

  @Test
  void aLicenseThatIsRevokedFromTheStartOpensNothing() {
    denylist(denylist(1, "a"));
    file.put(token("a", 0, 100));
    assertEquals(ErrorCode.LICENSE_REVOKED, start("", 0).status().refusal().orElseThrow().code());
  }

  @Test
  void anotherLicenseTakesTheRevokedOnesPlace() {
    FakePlace denylist = denylist(denylist(1));
    variable.put(token("old", 0, 100));
    file.put(token("new", 5, 100));
    LicenseKeeper keeper = start("", 6 * DAY * 1000);
    denylist.put(denylist(2, "new"));
    refresh(keeper, 6 * DAY * 1000 + 1);
    assertEquals("old", ruling(keeper));
    denylist.put(denylist(3));
    refresh(keeper, 6 * DAY * 1000 + 2);
    assertEquals("new", ruling(keeper));
  }

  @Test
  void aRevokedTokenThatIsMountedLaterIsToldAndDoesNotRule() {
    denylist(denylist(1, "b"));
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    file.put(token("b", 1, 200));
    refresh(keeper, 2 * DAY * 1000);
    assertEquals("a", ruling(keeper));
    assertEquals(List.of("rejected TG-LIC-0006"), events);
  }

  @Test
  void whatWasRevokedStaysRevokedWhenTheDenylistIsGoneOldOrForged() {
    FakePlace denylist = denylist(denylist(2, "a"));
    file.put(token("a", 0, 100));
    LicenseKeeper keeper = start("", 0);
    denylist.clear();
    refresh(keeper, 1);
    refresh(keeper, 2);
    denylist.put(denylist(1));
    refresh(keeper, 3);
    refresh(keeper, 4);
    denylist.put(TestKey.generate().sign("{\"alg\":\"ES256\"}", "{\"seq\":9,\"revoked\":[]}"));
    refresh(keeper, 5);
    refresh(keeper, 6);
    denylist.put(denylist(2, "a"));
    refresh(keeper, 7);
    assertFalse(keeper.status().opensGates());
    assertEquals(
        List.of("denylist TG-LIC-0007", "denylist TG-LIC-0009", "denylist TG-LIC-0008"), events);
  }

  @Test
  void theProblemOfADenylistThatComesBackIsToldAgainWhenItIsGoneAgain() {
    FakePlace denylist = denylist(denylist(2, "a"));
    file.put(token("b", 0, 100));
    LicenseKeeper keeper = start("", 0);
    denylist.clear();
    refresh(keeper, 1);
    denylist.put(denylist(2, "a"));
    refresh(keeper, 2);
    denylist.clear();
    refresh(keeper, 3);
    assertEquals(List.of("denylist TG-LIC-0007", "denylist TG-LIC-0007"), events);
  }

  @Test
  void aLicenseWhoseKeysEndorsementEndsClosesAtThatInstant() {
    Policy rooted = rooted();
    file.put(bundle("a", 100, 50));
    LicenseKeeper keeper = start(rooted, 0);
    long end = 50 * DAY * 1000;
    assertEquals(end - 10 * DAY * 1000, keeper.nextChange(0));
    assertState(keeper, State.EXPIRING, end - 1);
    assertState(keeper, State.INVALID, end);
    assertFalse(keeper.status().opensGates());
    assertEquals(List.of("EXPIRING a", "INVALID a TG-KEY-0005"), events);
    assertEquals(Long.MAX_VALUE, keeper.nextChange(end));
  }

  private static Policy rooted() {
    return policy("token.formats=bundle", KEY.jwk("k1").replace("{", "{\"use\":\"root\","));
  }

  /** A bundle of a key of its own that {@link #KEY} endorses; times in days since 1970. */
  private static String bundle(String id, long expires, long endorsedUntil) {
    TestKey own = TestKey.generate();
    String thumbprint = KeyReader.pem(own.pem()).orElseThrow().thumbprint();
    return new JsonText()
        .put(
            "jwt",
            own.sign(
                "{\"alg\":\"ES256\"}",
                "{\"sub\":\"Acme\",\"jti\":\"" + id + "\",\"exp\":" + expires * DAY + "}"))
        .put("publicKey", own.pem())
        .put(
            "endorsement",
            KEY.sign(
                "{\"alg\":\"ES256\",\"typ\":\"key-endorsement+jwt\"}",
                "{\"jkt\":\"" + thumbprint + "\",\"exp\":" + endorsedUntil * DAY + "}"))
        .toString();
  }

  private FakePlace denylist(String content) {
    FakePlace place = new FakePlace("/mnt/denylist");
    place.put(content);
    denylists.add(place);
    return place;
  }

  private static String denylist(long seq, String... revoked) {
    return KEY.sign(
        "{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\"}",
        new JsonText().put("seq", seq).put("revoked", List.of(revoked)).toString());
  }

  private LicenseKeeper start(String policyLine, long now) {
    return start(policy(policyLine, KEY.jwk("k1")), now);
  }

  private LicenseKeeper start(Policy policy, long now) {

    LicenseKeeper keeper =
        new LicenseKeeper(
            new Verifier(policy),
            policy.rules(),
            List.of(variable, file, stored),
            Vetoes.now(Revocations.of(denylists, policy.keys())),
            now);
    keeper.add(
        event -> {
          if (event instanceof LicenseEvent.Problem problem) {
            String what = problem.action() == Action.REVOKED ? "denylist " : "rejected ";
            events.add(what + problem.refusal().code().code());
          } else if (event instanceof LicenseEvent.Changed changed) {
            LicenseStatus status = changed.status();
            events.add(
                (status.state()
                        + " "
                        + status.license().map(License::licenseId).orElse("-")
                        + " "
                        + status.refusal().map(r -> r.code().code()).orElse(""))
                    .strip());
          }
        });
    return keeper;
  }

  private static Policy policy(String line, String key) {
    String text =
        "product.name=P\n"
            + "product.contact=C\n"
            + "keys.file=k\n"
            + "lifecycle.warn=P10D\n"
            + "lifecycle.grace=P10D\n"
            + line;
    try {
      return PolicyReader.read(
          "policy", name -> (name.equals("k") ? key : text).getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  private static void refresh(LicenseKeeper keeper, long now) {
    keeper.refresh(at(now), false);
  }

  private static Clock at(long now) {
    return new Clock() {
      @Override
      public long elapsed() {
        return now;
      }

      @Override
      public long now() {
        return now;
      }

      @Override
      public void pause(long millis) {
        throw new AssertionError("A keeper waits for nothing.");
      }
    };
  }

  private static void assertState(LicenseKeeper keeper, State state, long now) {
    keeper.judge(now);
    assertEquals(state, keeper.status().state(), "at " + now);
  }

  private static String ruling(LicenseKeeper keeper) {
    return keeper.status().license().orElseThrow().licenseId();
  }

  /** Times in days since 1970. */
  private static String token(String id, long issued, long expires) {
    return token(id, issued, 0, expires);
  }

  private static String token(String id, long issued, long begins, long expires) {
    return KEY.sign(
        "{\"alg\":\"ES256\"}",
        "{\"sub\":\"Acme\",\"jti\":\""
            + id
            + "\",\"iat\":"
            + issued * DAY
            + ",\"nbf\":"
            + begins * DAY
            + ",\"exp\":"
            + expires * DAY
            + "}");
  }

  private static final class FakePlace implements TokenPlace {
    private final String name;
    private final boolean decided;
    private PlaceContent content = new PlaceContent.Nothing();
    private Runnable hook = () -> {};

    FakePlace(String name) {
      this(name, false);
    }

    FakePlace(String name, boolean decided) {
      this.name = name;
      this.decided = decided;
    }

    @Override
    public boolean isDecided() {
      return decided;
    }

    void whenRead(Runnable action) {
      hook = action;
    }

    void put(String token) {
      content = new PlaceContent.Found(token.getBytes(StandardCharsets.UTF_8));
    }

    void clear() {
      content = new PlaceContent.Nothing();
    }

    void fail() {
      content = new PlaceContent.Failed(new Refusal(ErrorCode.TOKEN_UNREADABLE, name));
    }

    @Override
    public String name() {
      return name;
    }

    void hang(CountDownLatch reading, CountDownLatch mayGoOn) {
      hook =
          () -> {
            reading.countDown();
            try {
              assertTrue(mayGoOn.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          };
    }

    @Override
    public PlaceContent read() {
      hook.run();
      return content;
    }
  }
}
