package io.tollgate.core.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Offline;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Timekeeper;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.policy.Trust;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.state.Memory;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.Fetched;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a published document to the gates, with the network and the clock made up. */
@SuppressWarnings("NullAway.Init") // each test starts by itself
class VendorTest {
  private static final TestKey SEED = TestKey.generate();
  private static final TestKey NEXT = TestKey.generate();
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final String KEYS = "https://acme.example/keys";
  private static final String DENYLIST = "https://acme.example/denylist?t=secret";
  private static final String SEED_SET = "{\"keys\":[" + SEED.jwk("seed") + "]}";
  private static final String BOTH_SET =
      "{\"keys\":[" + SEED.jwk("seed") + "," + NEXT.jwk("next") + "]}";
  private static final String NEXT_SET = "{\"keys\":[" + NEXT.jwk("next") + "]}";

  @TempDir private Path scratch;

  private final Map<String, String> published = new HashMap<>();
  private final List<String> fetches = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final Machine machine = new Machine();
  private final Environment environment = new NoEnvironment();
  private String token = token(SEED, "seed");
  private String policyLines = "keys.url=" + KEYS;
  private LicenseKeeper keeper;
  private Offline offline;
  private Vendor vendor;

  @Test
  void theSealedKeyIsOnlyForTheTimeBeforeTheFirstFetch() throws Exception {
    published.put(KEYS, NEXT_SET);
    start();
    assertTrue(keeper.status().opensGates());
    runFor(1_000);
    assertFalse(keeper.status().opensGates(), "the vendor does not publish the sealed key");
    assertEquals(ErrorCode.KEY_UNKNOWN, keeper.status().refusal().orElseThrow().code());
    token = token(NEXT, "next");
    refresh();
    assertTrue(keeper.status().opensGates());

    start();
    assertTrue(keeper.status().opensGates(), "the published key is remembered");
    token = token(SEED, "seed");
    start();
    assertFalse(keeper.status().opensGates(), "and the sealed one is not believed any more");
  }

  @Test
  void keysAreFetchedEveryRefreshAndALittleEarlierByChance() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    runFor(10 * DAY);
    assertTrue(fetches.size() >= 11 && fetches.size() <= 13, "fetched " + fetches.size());
    assertEquals(List.of(), events);
  }

  @Test
  void anUnknownKidIsAskedForOnceAndNotAgainWithinTheCooldown() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    runFor(10 * MINUTE);
    assertEquals(1, fetches.size());
    token = token(NEXT, "next");
    refresh();
    runFor(2_000);
    assertEquals(2, fetches.size());
    runFor(MINUTE - 5_000);
    assertEquals(2, fetches.size());
    published.put(KEYS, BOTH_SET);
    runFor(20_000);
    assertEquals(3, fetches.size());
    assertEquals("next", keeper.status().license().orElseThrow().keyId());
  }

  @Test
  void aKeyThatNeverComesIsAskedForLessAndLessOften() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    token = token(NEXT, "next");
    refresh();
    runFor(DAY);
    assertTrue(fetches.size() > 20 && fetches.size() < 40, "fetched " + fetches.size());
  }

  @Test
  void aStartThatAsksForAnUnknownKeyFetchesBeforeItDecides() throws Exception {
    published.put(KEYS, BOTH_SET);
    token = token(NEXT, "next");
    start();
    assertFalse(keeper.status().opensGates());
    vendor.beforeStart(keeper.status());
    assertTrue(keeper.status().opensGates());
  }

  @Test
  void startsInARowDoNotAskMoreOftenThanTheCooldownAllows() throws Exception {
    published.put(KEYS, SEED_SET);
    token = token(NEXT, "next");
    for (int i = 0; i < 6; i++) {
      start();
      vendor.beforeStart(keeper.status());
      remember();
      machine.wall += 15_000;
    }
    assertEquals(2, fetches.size());
  }

  @Test
  void aStartWithAKnownKeyAsksNobody() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    vendor.beforeStart(keeper.status());
    assertEquals(List.of(), fetches);
  }

  @Test
  void whatCannotBeFetchedOrUsedLeavesTheKeysThatAreKnownAndIsToldOnce() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    runFor(1_000);
    for (String bad :
        List.of("", "not json", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}")) {
      published.put(KEYS, bad);
      runFor(DAY);
    }
    published.remove(KEYS);
    runFor(DAY);
    assertTrue(keeper.status().opensGates());
    start();
    assertTrue(keeper.status().opensGates());
    assertEquals(List.of("KEYS TG-KEY-0008"), events);
  }

  @Test
  void aVendorThatIsBackAgainIsToldAndTriedLessOftenMeanwhile() throws Exception {
    start();
    runFor(2 * DAY);
    assertTrue(fetches.size() > 48 && fetches.size() < 64, "tried " + fetches.size());
    published.put(KEYS, SEED_SET);
    runFor(2 * HOUR);
    assertEquals(List.of("KEYS TG-KEY-0007", "KEYS the vendor's keys were fetched again"), events);
  }

  @Test
  void anUnreachableVendorClosesGatesAndTheFirstFetchOpensThem() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    runFor(1_000);
    published.remove(KEYS);
    runFor(14 * DAY + HOUR);
    assertEquals(ErrorCode.OFFLINE_TOO_LONG, keeper.status().refusal().orElseThrow().code());
    published.put(KEYS, SEED_SET);
    runFor(2 * HOUR);
    assertEquals(State.VALID, keeper.status().state());
    assertTrue(events.contains("OFFLINE TG-LIC-0011"), events.toString());
    assertTrue(events.contains("RESTORED"), events.toString());
  }

  @Test
  void aStartAfterTheHardStopTriesTheVendorFirst() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    runFor(1_000);
    remember();
    machine.wall += 3 * DAY;
    start();
    machine.lives(28 * DAY);
    keeper.judge(machine.wall);
    remember();
    start();
    assertEquals(ErrorCode.OFFLINE_TOO_LONG, keeper.status().refusal().orElseThrow().code());
    vendor.beforeStart(keeper.status());
    assertTrue(keeper.status().opensGates());
  }

  @Test
  void keysOfAnotherAddressAreNotRemembered() throws Exception {
    published.put(KEYS, NEXT_SET);
    token = token(NEXT, "next");
    start();
    runFor(1_000);
    assertTrue(keeper.status().opensGates());
    policyLines = "keys.url=https://other.example/keys";
    start();
    assertFalse(keeper.status().opensGates());
  }

  @Test
  void aDenylistIsFetchedEveryReverifyAndRemembered() throws Exception {
    policyLines = "denylist.url=" + DENYLIST;
    published.put(DENYLIST, denylist(1));
    start();
    runFor(1_000);
    assertTrue(keeper.status().opensGates());
    published.put(DENYLIST, denylist(2, "lic-seed"));
    runFor(DAY);
    assertEquals(ErrorCode.LICENSE_REVOKED, keeper.status().refusal().orElseThrow().code());
    remember();
    published.remove(DENYLIST);
    start();
    assertFalse(keeper.status().opensGates(), "what was revoked stays revoked");
    published.put(DENYLIST, denylist(1));
    runFor(DAY);
    assertFalse(keeper.status().opensGates(), "an older list changes nothing");
    assertTrue(events.contains("REVOKED TG-LIC-0009"), events.toString());
    for (String event : events) {
      assertFalse(event.contains("secret"), event);
    }
  }

  @Test
  void aDenylistThatIsOutOfReachForTooLongClosesGates() throws Exception {
    policyLines = "denylist.url=" + DENYLIST;
    start();
    runFor(14 * DAY + 1_000);
    assertEquals(ErrorCode.OFFLINE_TOO_LONG, keeper.status().refusal().orElseThrow().code());
  }

  @Test
  void aDenylistThatWasFetchedOnceIsNoContactForEver() throws Exception {
    policyLines = "denylist.url=" + DENYLIST;
    published.put(DENYLIST, denylist(1));
    start();
    runFor(1_000);
    published.remove(DENYLIST);
    for (int i = 0; i < 15; i++) {
      refresh();
      runFor(DAY);
    }
    assertEquals(ErrorCode.OFFLINE_TOO_LONG, keeper.status().refusal().orElseThrow().code());
  }

  @Test
  void aDenylistThatCannotBeBelievedIsFetchedAgainAfterTheCooldown() throws Exception {
    policyLines = "denylist.url=" + DENYLIST;
    published.put(DENYLIST, "<html>Log in!</html>");
    start();
    runFor(1_000);
    published.put(DENYLIST, denylist(1, "lic-seed"));
    runFor(2 * MINUTE);
    assertEquals(ErrorCode.LICENSE_REVOKED, keeper.status().refusal().orElseThrow().code());
  }

  @Test
  void aDenylistThatIsFetchedAgainIsTold() throws Exception {
    policyLines = "denylist.url=" + DENYLIST;
    start();
    runFor(1_000);
    published.put(DENYLIST, denylist(1));
    runFor(2 * MINUTE);
    assertEquals(List.of("REVOKED TG-LIC-0007", "REVOKED the denylist was fetched again"), events);
  }

  @Test
  void aListInAFileIsNoNewsHoweverOftenANewerOneIsFetched() throws Exception {
    Path file = Files.writeString(scratch.resolve("list"), denylist(1));
    policyLines = "reverify=PT1H\ndenylist.url=" + DENYLIST + "\ndenylist.file=" + file;
    published.put(DENYLIST, denylist(2));
    start();
    for (int i = 0; i < 10; i++) {
      runFor(HOUR);
      refresh();
    }
    assertEquals(List.of(), events);
  }

  @Test
  void whatFailsBeforeAStartIsToldAsSoonAsThereIsAListener() throws Exception {
    token = token(NEXT, "next");
    policyLines = "keys.url=" + KEYS + "\ndenylist.url=" + DENYLIST;
    start();
    vendor.beforeStart(keeper.status());
    events.clear();
    vendor.introduce(this::tell);
    assertEquals(List.of("KEYS TG-KEY-0007"), events);
    runFor(10 * MINUTE);
    assertEquals(List.of("KEYS TG-KEY-0007", "REVOKED TG-LIC-0007"), events);
  }

  @Test
  void anotherKeyUnderTheSameNameEndsTheLicensesOfTheFirst() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    runFor(1_000);
    published.put(KEYS, "{\"keys\":[" + NEXT.jwk("seed") + "]}");
    runFor(DAY);
    assertFalse(keeper.status().opensGates());
  }

  @Test
  void aClockThatWasFarAheadForAMomentDoesNotEndTheFetching() throws Exception {
    published.put(KEYS, SEED_SET);
    start();
    runFor(1_000);
    machine.wall += 3_650 * DAY;
    runFor(2_000);
    machine.wall -= 3_650 * DAY;
    int before = fetches.size();
    runFor(20 * DAY);
    assertTrue(fetches.size() >= before + 19, "fetched " + (fetches.size() - before));
    assertTrue(keeper.status().opensGates());
  }

  @Test
  void aMountedDenylistIsNoContactWhereTheVendorPublishesOne() throws Exception {
    Path file = scratch.resolve("list");
    java.nio.file.Files.writeString(file, denylist(1));
    policyLines = "denylist.url=" + DENYLIST + "\ndenylist.file=" + file;
    start();
    for (int day = 0; day < 15; day++) {
      runFor(DAY);
      refresh();
    }
    assertEquals(ErrorCode.OFFLINE_TOO_LONG, keeper.status().refusal().orElseThrow().code());
  }

  private void start() throws RefusedException {
    Policy policy = policy();
    StateFolder folder = folder();
    Memory memory = Memory.read(folder);
    Timekeeper clock = new Timekeeper(machine, memory.mark());
    Trust trust =
        Trust.of(
            policy,
            policy.remote().keysUrl().flatMap(url -> PublishedKeys.remembered(folder, url)),
            environment);
    Revocations revocations =
        Revocations.read(policy, trust.own(), new LocalFiles(), folder.read("denylist"));
    offline =
        new Offline(
            policy.remote().offlineGrace(),
            policy.remote().offlineHardStop(),
            memory.contacts(
                policy.remote().keysUrl().isPresent(), revocations.areNeeded(), clock.now()));
    keeper =
        new LicenseKeeper(
            new Verifier(policy, trust.keys(), Optional.empty()),
            policy.rules(),
            List.of(new Place()),
            new Vetoes(revocations, offline, clock),
            clock.now());
    keeper.add(this::tell);
    vendor =
        new Vendor(
            policy,
            trust,
            Optional.empty(),
            this::fetch,
            folder,
            keeper,
            offline,
            clock,
            memory.keysAsked().orElse(Long.MIN_VALUE));
  }

  private void tell(LicenseEvent event) {
    if (event instanceof LicenseEvent.Problem problem) {
      events.add(event.action() + " " + problem.refusal().code().code());
    } else if (event instanceof LicenseEvent.Remark remark) {
      events.add(event.action() + " " + remark.text());
    } else {
      events.add(
          (event.action() + " " + event.status().refusal().map(r -> r.code().code()).orElse(""))
              .strip());
    }
  }

  private Fetched fetch(String url, int mostBytes) {
    fetches.add(url);
    String document = published.get(url);
    return document == null
        ? new Fetched.Failed("acme.example cannot be resolved")
        : new Fetched.Body(document.getBytes(StandardCharsets.UTF_8));
  }

  /** Lets the fetching thread and the watch run for that long. */
  private void runFor(long millis) {
    machine.until = machine.wall + millis + 1;
    vendor.run();
    assertTrue(Thread.interrupted());
    keeper.judge(machine.wall);
  }

  private void refresh() {
    keeper.refresh(machine, false);
  }

  /** What the thread that reads writes down. */
  private void remember() {
    new Memory(
            new Timekeeper.Mark(machine.wall, 0, Long.MIN_VALUE),
            optional(offline.contacts().keys(), Long.MAX_VALUE),
            optional(offline.contacts().denylist(), Long.MAX_VALUE),
            optional(vendor.keysAsked(), Long.MIN_VALUE))
        .write(folder());
    keeper.denylist().ifPresent(list -> folder().write("denylist", list));
  }

  private static java.util.OptionalLong optional(long value, long absent) {
    return value == absent ? java.util.OptionalLong.empty() : java.util.OptionalLong.of(value);
  }

  private StateFolder folder() {
    return new StateFolder(
        scratch.resolve("state").toString(), new LocalFiles(), new LocalStorage());
  }

  private Policy policy() throws RefusedException {
    String text =
        "product.name=P\nproduct.contact=C\nkeys.file=k\nlifecycle.warn=PT0S\n" + policyLines;
    return PolicyReader.read(
        "policy",
        name -> (name.equals("k") ? SEED.jwk("seed") : text).getBytes(StandardCharsets.UTF_8));
  }

  private static String token(TestKey key, String kid) {
    return key.sign(
        "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}",
        "{\"sub\":\"Acme\",\"jti\":\"lic-" + kid + "\",\"exp\":99999999999}");
  }

  private static String denylist(long seq, String... revoked) {
    String ids = revoked.length == 0 ? "" : "\"" + String.join("\",\"", revoked) + "\"";
    return SEED.sign(
        "{\"alg\":\"ES256\",\"typ\":\"denylist+jwt\"}",
        "{\"seq\":" + seq + ",\"revoked\":[" + ids + "]}");
  }

  private final class Place implements TokenPlace {
    @Override
    public String name() {
      return "/mnt/token";
    }

    @Override
    public PlaceContent read() {
      return new PlaceContent.Found(token.getBytes(StandardCharsets.UTF_8));
    }
  }

  private final class Machine implements Clock {
    long wall = 20_000 * DAY;
    long elapsed;
    long until;

    void lives(long millis) {
      wall += millis;
      elapsed += millis;
    }

    @Override
    public long now() {
      return wall;
    }

    @Override
    public long elapsed() {
      return elapsed;
    }

    @Override
    public void pause(long millis) throws InterruptedException {
      lives(millis);
      keeper.judge(wall);
      if (wall >= until) {
        throw new InterruptedException();
      }
    }
  }

  private static final class NoEnvironment implements Environment {
    @Override
    public Optional<String> property(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> variable(String name) {
      return Optional.empty();
    }
  }
}
