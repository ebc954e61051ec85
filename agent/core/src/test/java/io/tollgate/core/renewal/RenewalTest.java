package io.tollgate.core.renewal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.http.Renewals.Answer;
import io.tollgate.core.http.Renewals.Asker;
import io.tollgate.core.http.Renewals.Outcome;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Requester;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.source.MountedFile;
import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators can do to a license, over a real store. Times are days since 1970. */
class RenewalTest {
  private static final TestKey KEY = TestKey.generate();
  private static final long DAY = 86_400;
  private static final Asker ASKER = new Asker("192.0.2.7", "curl/8");

  @TempDir private Path folder = Path.of("");

  private final List<String> events = new ArrayList<>();
  private final List<Store> stores = new ArrayList<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final Today today = new Today(10);
  private final Map<String, Long> used = new TreeMap<>();
  private Path file = Path.of("");
  private Path denylist = Path.of("");
  private Store store = TestStores.none();
  private LicenseKeeper keeper = keeper("", store);
  private Renewal renewal = new Renewal(keeper, today, store, row -> {}, () -> used);

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("token");
    denylist = folder.resolve("denylist");
    store = TestStores.embedded(folder.resolve("state"), new SystemClock());
    stores.add(store);
  }

  @AfterEach
  void close() {
    renewal.close();
    for (Store one : stores) {
      one.close();
    }
  }

  /** A start of the product: what was in memory is gone. */
  private void start(String policyLines) {
    renewal.close();
    events.clear();
    keeper = keeper(policyLines, store);
    renewal = new Renewal(keeper, today, store, row -> {}, () -> used);
  }

  @Test
  void aRenewedLicenseRulesWhenTheAnswerComesAndIsStored() throws Exception {
    mount(token("a", 1, 100));
    start("");
    Answer answer = renew(token("b", 2, 200));
    assertEquals(Outcome.DONE, answer.outcome());
    assertTrue(json(answer).contains("\"replaced\":true"), json(answer));
    assertEquals("b", ruling());
    assertEquals(Optional.of(token("b", 2, 200)), store.license().token());
    assertEquals("admin 192.0.2.7", store.license().storedBy());
    assertEquals(List.of("LICENSE_RENEWED VALID b by admin 192.0.2.7 curl/8"), events);
  }

  @Test
  void itRulesAfterARestartAndTheMountedOneStaysOut() throws Exception {
    mount(token("a", 1, 100));
    start("");
    renew(token("b", 2, 200));
    start("");
    assertEquals("b", ruling());
    read();
    assertEquals(List.of(), events);
  }

  @Test
  void aLicenseOpensWhatHadNone() throws Exception {
    start("");
    assertEquals(State.MISSING, keeper.status().state());
    assertEquals(Outcome.DONE, renew(token("a", 1, 100)).outcome());
    assertTrue(keeper.status().opensGates());
    start("");
    assertEquals("a", ruling());
  }

  @Test
  void aTrialChangesNothingAndTellsNobody() throws Exception {
    mount(token("a", 1, 100));
    start("");
    for (String token :
        List.of(token("b", 2, 200), token("old", 0, 200), later("c", 3, 50, 200), "nonsense", "")) {
      renewal.trial(bytes(token));
    }
    assertEquals("a", ruling());
    assertEquals(LicenseRow.NONE, store.license());
    assertEquals(List.of(), events);
  }

  @Test
  void aTrialSaysWhatARenewalWouldDo() throws Exception {
    mount(token("a", 5, 100));
    start("");
    assertTrue(trial(token("b", 6, 200)).contains("\"wouldReplace\":true"));
    String older = trial(token("old", 4, 200));
    assertTrue(older.contains("\"wouldReplace\":false,\"why\":{\"code\":\"TG-LIC-0004\""), older);
    String expired = trial(token("gone", 6, 7));
    assertTrue(expired.contains("\"wouldReplace\":true"), expired);
    assertTrue(expired.contains("It has ended, and only its grace is left."), expired);
    today.day = 60;
    String closed = trial(token("gone", 6, 7));
    assertTrue(closed.contains("\"wouldReplace\":false,\"why\":{\"code\":\"TG-LIC-0002\""), closed);
    String later = trial(later("later", 6, 70, 200));
    assertTrue(
        later.contains("\"wouldReplace\":false,\"waitsUntil\":\"1970-03-12T00:00:00.000Z\""),
        later);
    assertEquals(
        ErrorCode.TOKEN_MALFORMED, refusal(renewal.trial(bytes("nonsense")), Outcome.NOT_VERIFIED));
  }

  @Test
  void aTrialNamesWhatDiffersAndWhatMayHurt() throws Exception {
    String lines = "claims.tier=tier\nclaims.features=features\nclaims.caps=caps\n";
    mount(
        KEY.sign(
            "{\"alg\":\"ES256\"}",
            claims("a", "acme", 1, 100)
                + ",\"tier\":\"gold\",\"features\":[\"x\",\"y\"],\"caps\":{\"users\":9,\"s\":1}}"));
    start(lines);
    String json =
        trial(
            KEY.sign(
                "{\"alg\":\"ES256\"}",
                claims("b", "other", 2, 90)
                    + ",\"tier\":\"tin\",\"features\":[\"y\",\"z\"],\"caps\":{\"users\":5,\"t\":2}}"));
    assertTrue(
        json.contains(
            "\"difference\":{\"customerId\":{\"from\":\"acme\",\"to\":\"other\"},"
                + "\"issuedAt\":{\"from\":\"1970-01-02T00:00:00.000Z\","
                + "\"to\":\"1970-01-03T00:00:00.000Z\"},"
                + "\"licenseId\":{\"from\":\"a\",\"to\":\"b\"},"
                + "\"tier\":{\"from\":\"gold\",\"to\":\"tin\"},"
                + "\"expiresAt\":{\"from\":\"1970-04-11T00:00:00.000Z\","
                + "\"to\":\"1970-04-01T00:00:00.000Z\",\"days\":-10},"
                + "\"graceEndsAt\":{\"from\":\"1970-04-21T00:00:00.000Z\","
                + "\"to\":\"1970-04-11T00:00:00.000Z\",\"days\":-10},"
                + "\"features\":{\"added\":[\"z\"],\"removed\":[\"x\"]},"
                + "\"caps\":{\"users\":{\"from\":9,\"to\":5},\"s\":{\"from\":1},\"t\":{\"to\":2}}}"),
        json);
    for (String warning :
        List.of(
            "\"It is for another customer than the present one.\"",
            "\"It ends before the present one, by 10 days.\"",
            "\"It lacks features that the present one has: x\"",
            "\"It lowers the cap users from 9 to 5: ",
            "\"It does not name the cap s.\"")) {
      assertTrue(json.contains(warning), warning + " is not in " + json);
    }
  }

  @Test
  void aTrialWarnsOfACapBelowWhatIsInUse() throws Exception {
    start("claims.caps=caps\n");
    String five =
        KEY.sign("{\"alg\":\"ES256\"}", claims("a", "c", 1, 100) + ",\"caps\":{\"users\":5}}");
    used.putAll(Map.of("users", 5L));
    assertTrue(trial(five).contains("\"warnings\":[]"), trial(five));
    used.putAll(Map.of("users", 7L, "seats", 1L));
    String warnings =
        "\"warnings\":[\"It grants 0 of the cap seats, of which 1 is in use: what is there stays, and"
            + " nothing is added.\",\"It grants 5 of the cap users, of which 7 are in use: what is"
            + " there stays, and nothing is added.\"]";
    assertTrue(trial(five).contains(warnings), trial(five));
    assertTrue(json(renew(five)).contains(warnings), "the answer to a renewal says so too");
  }

  @Test
  void aBegunDayIsADayInADifferenceToo() throws Exception {
    mount(token("a", 1, 100));
    start("");
    String earlier =
        trial(
            KEY.sign(
                "{\"alg\":\"ES256\"}",
                claims("b", "acme", 2, 99)
                        .replace(String.valueOf(99 * DAY), String.valueOf(99 * DAY + DAY / 2))
                    + "}"));
    assertTrue(earlier.contains("\"days\":-1"), earlier);
    assertTrue(earlier.contains("by 1 day."), earlier);
  }

  @Test
  void anOlderLicenseIsRefusedAndNotStored() throws Exception {
    mount(token("a", 5, 100));
    start("");
    assertEquals(ErrorCode.LICENSE_OLDER, refusal(renew(token("old", 4, 200)), Outcome.STAYS));
    assertEquals("a", ruling());
    assertEquals(LicenseRow.NONE, store.license());
    assertEquals(List.of("LICENSE_REJECTED TG-LIC-0004 by admin 192.0.2.7 curl/8"), events);
  }

  @Test
  void aLicenseThatHasEndedIsRefusedEvenWhereThereIsNone() throws Exception {
    today.day = 30;
    start("");
    assertEquals(ErrorCode.LICENSE_EXPIRED, refusal(renew(token("gone", 0, 1)), Outcome.STAYS));
    assertEquals(LicenseRow.NONE, store.license());
  }

  @Test
  void aTokenThatDoesNotVerifyIsRefusedByItsCode() throws Exception {
    start("");
    assertEquals(ErrorCode.TOKEN_MALFORMED, refusal(renew("nonsense"), Outcome.NOT_VERIFIED));
    assertEquals(ErrorCode.LICENSE_MISSING, refusal(renew(" \n"), Outcome.NOT_VERIFIED));
    assertEquals(
        ErrorCode.TOKEN_TOO_LARGE, refusal(renew("x".repeat(17_000)), Outcome.NOT_VERIFIED));
    assertEquals(
        ErrorCode.TOKEN_SIGNATURE,
        refusal(
            renew(TestKey.generate().sign("{\"alg\":\"ES256\"}", claims("a", "c", 1, 100) + "}")),
            Outcome.NOT_VERIFIED));
    assertEquals(LicenseRow.NONE, store.license());
  }

  @Test
  void aLicenseForLaterWaitsInTheStoreThroughRestarts() throws Exception {
    mount(token("a", 1, 100));
    start("");
    Answer answer = renew(later("later", 2, 50, 300));
    assertEquals(Outcome.WAITS, answer.outcome());
    assertTrue(
        json(answer).endsWith("\"replaced\":false,\"waitsUntil\":\"1970-02-20T00:00:00.000Z\"}"),
        json(answer));
    assertEquals("a", ruling());
    Files.delete(file);
    today.day = 49;
    start("");
    assertEquals("a", ruling());
    today.day = 50;
    keeper.judge(today.now());
    assertEquals("later", ruling());
    start("");
    assertEquals("later", ruling());
  }

  @Test
  void ofTwoThatWaitNeitherTakesThePlaceOfTheOneThatRules() throws Exception {
    start("");
    renew(token("a", 1, 100));
    renew(later("b", 2, 50, 300));
    assertEquals(Outcome.WAITS, renew(later("c", 3, 60, 300)).outcome());
    start("");
    assertEquals("a", ruling());
    today.day = 60;
    keeper.judge(today.now());
    assertEquals("c", ruling());
  }

  @Test
  void anEvaluationIsNotClosedByALicenseForLater() throws Exception {
    start("start.on-missing=evaluate\n");
    assertEquals(
        ErrorCode.LICENSE_NOT_YET_VALID, refusal(renew(later("later", 2, 50, 300)), Outcome.STAYS));
    assertTrue(keeper.status().opensGates());
    assertEquals(LicenseRow.NONE, store.license());
  }

  @Test
  void theSameTokenAgainChangesNothing() throws Exception {
    mount(token("a", 1, 100));
    start("");
    renew(token("b", 2, 200));
    LicenseRow row = store.license();
    events.clear();
    Answer again = renew(" \n" + token("b", 2, 200) + "\r\n");
    assertEquals(Outcome.DONE, again.outcome());
    assertTrue(json(again).contains("\"difference\":{}"), json(again));
    assertTrue(json(again).contains("\"replaced\":false"), json(again));
    assertEquals(List.of(), events);
    renew(later("later", 3, 50, 300));
    LicenseRow waiting = store.license();
    assertEquals(Outcome.WAITS, renew(later("later", 3, 50, 300)).outcome());
    assertEquals(waiting, store.license());
    assertEquals(row.revision() + 1, waiting.revision());
  }

  @Test
  void aLicenseThatAnotherJvmHasStoredRulesWhenTheAnswerComes() throws Exception {
    mount(token("a", 1, 100));
    start("");
    Renewal other = new Renewal(keeper("", store), today, store, row -> {}, Map::of);
    assertEquals(Outcome.DONE, other.renew(bytes(token("b", 2, 200)), ASKER).outcome());
    other.close();
    LicenseRow row = store.license();
    events.clear();
    Answer answer = renew(token("b", 2, 200));
    assertTrue(json(answer).contains("\"replaced\":true"), json(answer));
    assertEquals("b", ruling());
    renew(token("b", 2, 200));
    assertEquals(List.of("LICENSE_RENEWED VALID b by admin 192.0.2.7 curl/8"), events);
    assertEquals(row, store.license());
  }

  @Test
  void theMountedTokenCanBeStoredSoThatTheMountIsNotNeeded() throws Exception {
    mount(token("a", 1, 100));
    start("");
    assertEquals(Outcome.DONE, renew(token("a", 1, 100)).outcome());
    Files.delete(file);
    start("");
    assertEquals("a", ruling());
  }

  @Test
  void oneStepBackLeadsToTheOlderLicenseAndItStays() throws Exception {
    start("");
    renew(token("a", 1, 100));
    renew(token("b", 2, 200));
    events.clear();
    Answer answer = renewal.back(ASKER);
    assertEquals(Outcome.DONE, answer.outcome());
    assertEquals("a", ruling());
    assertEquals(List.of("LICENSE_RESTORED VALID a by admin 192.0.2.7 curl/8"), events);
    read();
    keeper.judge(today.now() + 1);
    assertEquals("a", ruling());
    start("");
    assertEquals("a", ruling());
    assertEquals(
        ErrorCode.LICENSE_NONE_BEFORE, refusal(renewal.back(ASKER), Outcome.NOTHING_BEFORE));
  }

  @Test
  void oneStepBackFromTheFirstRenewalLeadsToTheMountedLicense() throws Exception {
    mount(token("a", 1, 100));
    start("");
    renew(token("b", 2, 200));
    assertEquals(Outcome.DONE, renewal.back(ASKER).outcome());
    assertEquals("a", ruling());
    Files.delete(file);
    start("");
    assertEquals("a", ruling());
  }

  @Test
  void whatWasTakenBackCanBePutAgain() throws Exception {
    start("");
    renew(token("a", 1, 100));
    renew(token("b", 2, 200));
    renewal.back(ASKER);
    assertEquals(Outcome.DONE, renew(token("b", 2, 200)).outcome());
    assertEquals("b", ruling());
  }

  @Test
  void noStepLeadsBackToWhatHasEnded() throws Exception {
    start("");
    renew(token("a", 1, 20));
    renew(token("b", 2, 200));
    today.day = 30;
    keeper.judge(today.now());
    LicenseRow row = store.license();
    assertEquals(ErrorCode.LICENSE_EXPIRED, refusal(renewal.back(ASKER), Outcome.STAYS));
    assertEquals("b", ruling());
    assertEquals(row, store.license());
  }

  @Test
  void noStepLeadsBackToWhatWasRevoked() throws Exception {
    revoke(1);
    start("denylist.file=" + denylist + "\n");
    renew(token("a", 1, 100));
    renew(token("b", 2, 200));
    revoke(2, "a");
    read();
    LicenseRow row = store.license();
    assertEquals(ErrorCode.LICENSE_REVOKED, refusal(renewal.back(ASKER), Outcome.STAYS));
    assertEquals("b", ruling());
    assertEquals(row, store.license());
  }

  @Test
  void aStepBackGoesNowhereThatWasNotLookedAtWhenSomebodyElseIsFaster() throws Exception {
    revoke(1, "b");
    start("denylist.file=" + denylist + "\n");
    store.putLicense(token("a", 1, 100), "admin", 1);
    store.putLicense(token("b", 2, 200), "admin", 2);
    read();
    LicenseKeeper others = keeper("denylist.file=" + denylist + "\n", store);
    Renewal other = new Renewal(others, new Today(10), store, row -> {}, Map::of);
    today.meanwhile =
        () -> assertEquals(Outcome.DONE, other.renew(bytes(token("c", 3, 300)), ASKER).outcome());
    assertEquals(ErrorCode.LICENSE_REVOKED, refusal(renewal.back(ASKER), Outcome.STAYS));
    assertEquals(Optional.of(token("c", 3, 300)), store.license().token());
    other.close();
  }

  @Test
  void oneStepBackTakesBackALicenseThatWaits() throws Exception {
    start("");
    renew(token("a", 1, 100));
    renew(later("later", 2, 50, 300));
    assertEquals(Outcome.DONE, renewal.back(ASKER).outcome());
    today.day = 60;
    keeper.judge(today.now());
    assertEquals("a", ruling());
  }

  @Test
  void aStepThatWouldChangeNothingIsRefused() throws Exception {
    start("");
    renew(token("a", 1, 100));
    renew(token("b", 2, 200));
    mount(token("b", 2, 200));
    read();
    LicenseRow row = store.license();
    assertEquals(ErrorCode.LICENSE_ELSEWHERE, refusal(renewal.back(ASKER), Outcome.STAYS));
    mount(token("newest", 3, 300));
    read();
    assertEquals(ErrorCode.LICENSE_ELSEWHERE, refusal(renewal.back(ASKER), Outcome.STAYS));
    assertEquals(row, store.license());
    assertEquals("newest", ruling());
  }

  @Test
  void anotherJvmFollowsWithItsNextRead() throws Exception {
    start("");
    renew(token("a", 1, 100));
    LicenseKeeper other = keeper("", store);
    renew(token("b", 2, 200));
    other.refresh(today, false);
    assertEquals("b", other.status().license().orElseThrow().licenseId());
    renewal.back(ASKER);
    other.refresh(today, false);
    assertEquals("a", other.status().license().orElseThrow().licenseId());
    other.refresh(today, true);
    assertEquals("a", other.status().license().orElseThrow().licenseId());
  }

  @Test
  void withoutAStoreNothingIsRenewedAndTheAnswerSaysWhy() throws Exception {
    mount(token("a", 1, 100));
    store = TestStores.none();
    start("");
    assertEquals(ErrorCode.STORE_NONE, refusal(renew(token("b", 2, 200)), Outcome.NO_STORE));
    assertEquals(ErrorCode.STORE_NONE, refusal(renewal.back(ASKER), Outcome.NO_STORE));
    assertEquals("a", ruling());
    assertTrue(trial(token("b", 2, 200)).contains("TG-SYS-0050"));
  }

  @Test
  void aStoreThatGoesAwayClosesNothing() throws Exception {
    start("");
    renew(token("a", 1, 100));
    store.close();
    try (var files = Files.list(folder.resolve("state"))) {
      for (Path one : files.toList()) {
        Files.write(one, "something else\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
      }
    }
    read();
    assertEquals("a", ruling());
    assertTrue(keeper.status().opensGates());
    assertEquals(Outcome.NO_STORE, renew(token("b", 2, 200)).outcome());
    assertEquals("a", ruling());
  }

  @Test
  void noAnswerAndNoEventHoldsTheToken() throws Exception {
    start("");
    String token = token("a", 1, 100);
    for (Answer answer :
        List.of(
            renewal.trial(bytes(token)), renew(token), renew(token + "x"), renew("x" + token))) {
      assertFalse(text(answer).contains(token.substring(30, 70)), text(answer));
    }
    assertFalse(events.toString().contains(token.substring(30, 70)), events.toString());
  }

  private static String text(Answer answer) {
    return answer instanceof Answer.Told told
        ? told.json().toString()
        : ((Answer.Refused) answer).why().message();
  }

  private LicenseKeeper keeper(String policyLines, Store from) {
    Policy policy = policy(policyLines);
    LocalFiles files = new LocalFiles();
    LicenseKeeper made =
        new LicenseKeeper(
            new Verifier(policy),
            policy.rules(),
            List.of(
                new MountedFile(file.toString(), files),
                TestStores.before(from),
                TestStores.present(from)),
            Vetoes.now(Revocations.read(policy, files)),
            today.now());
    made.add(event -> events.add(text(event)));
    return made;
  }

  private static String text(LicenseEvent event) {
    String what =
        event instanceof LicenseEvent.Problem problem
            ? problem.refusal().code().code()
            : event instanceof LicenseEvent.Remark remark
                ? remark.text()
                : event.status().state() + " " + event.status().license().orElseThrow().licenseId();
    Optional<Requester> by = event.by();
    return event.action().text()
        + " "
        + what
        + (by.isPresent()
            ? " by " + by.get().actor() + " " + by.get().ipAddress() + " " + by.get().userAgent()
            : "");
  }

  private String ruling() {
    return keeper.status().license().orElseThrow().licenseId();
  }

  private void read() {
    keeper.refresh(today, false);
  }

  private Answer renew(String token) {
    return renewal.renew(bytes(token), ASKER);
  }

  private String trial(String token) {
    return json(renewal.trial(bytes(token)));
  }

  private static String json(Answer answer) {
    assertTrue(answer instanceof Answer.Told, () -> text(answer));
    return ((Answer.Told) answer).json().toString();
  }

  private static ErrorCode refusal(Answer answer, Outcome outcome) {
    assertEquals(outcome, answer.outcome());
    return ((Answer.Refused) answer).why().code();
  }

  private void mount(String token) throws IOException {
    Files.writeString(file, token);
  }

  private void revoke(long seq, String... licenses) throws IOException {
    StringBuilder list = new StringBuilder();
    for (String license : licenses) {
      list.append(list.length() == 0 ? "\"" : ",\"").append(license).append('"');
    }
    Files.writeString(
        denylist,
        KEY.sign(
            "{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\"}",
            "{\"seq\":" + seq + ",\"revoked\":[" + list + "]}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String claims(String id, String customer, long issued, long end) {
    return "{\"sub\":\""
        + customer
        + "\",\"jti\":\""
        + id
        + "\",\"iat\":"
        + issued * DAY
        + ",\"exp\":"
        + end * DAY;
  }

  /** The same token each time that it is asked for. */
  private String token(String id, long issued, long end) {
    return tokens.computeIfAbsent(
        id, name -> KEY.sign("{\"alg\":\"ES256\"}", claims(id, "acme", issued, end) + "}"));
  }

  private String later(String id, long issued, long begin, long end) {
    return tokens.computeIfAbsent(
        id,
        name ->
            KEY.sign(
                "{\"alg\":\"ES256\"}",
                claims(id, "acme", issued, end) + ",\"nbf\":" + begin * DAY + "}"));
  }

  private static Policy policy(String lines) {
    String text =
        "product.name=P\nproduct.contact=C\nkeys.file=k\nlifecycle.warn=P10D\nlifecycle.grace=P10D\n"
            + lines;
    try {
      return PolicyReader.read(
          "policy",
          name -> (name.equals("k") ? KEY.jwk("k1") : text).getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  /** Stands still on a day. */
  private static final class Today implements Clock {
    private long day;
    private Runnable meanwhile = () -> {};

    Today(long day) {
      this.day = day;
    }

    @Override
    public long now() {
      Runnable once = meanwhile;
      meanwhile = () -> {};
      once.run();
      return day * DAY * 1_000;
    }

    @Override
    public long elapsed() {
      return 0;
    }

    @Override
    public void pause(long millis) {
      throw new AssertionError("nobody waits here");
    }
  }
}
