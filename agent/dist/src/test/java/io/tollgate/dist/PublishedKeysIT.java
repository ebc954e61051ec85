package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Keys and denylists that the vendor publishes, on a server that is not always what it should be.
 */
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ) // a fetch has 5 s
class PublishedKeysIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final String KEYS = "/keys";
  private static final String DENYLIST = "/denylist";
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private static Issuer sealed;
  private static Issuer next;
  private static VendorServer.Authority authority;
  private static VendorServer.Authority another;

  private Path folder;
  private VendorServer server;

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    sealed = Issuer.of(PRODUCT);
    next = Issuer.make("k2");
    authority = VendorServer.Authority.make(PRODUCT.folder(), "acme");
    another = VendorServer.Authority.make(PRODUCT.folder(), "another");
  }

  @BeforeEach
  void startTheServer() throws IOException {
    folder = Files.createTempDirectory(PRODUCT.folder(), "site");
    server = VendorServer.start(authority).serve(KEYS, Issuer.jwks(sealed));
  }

  @AfterEach
  void stopTheServer() {
    server.close();
  }

  @Test
  void theSealedKeyIsOnlyForTheTimeBeforeTheFirstFetch() throws Exception {
    String agent =
        agent("seed", server, "start.on-invalid=gate\nkeys.refresh=PT1S\nkeys.cooldown=PT1S");
    put(sealed.token("old", LONG_AGO, inYears()));
    try (Host host = start(agent)) {
      host.awaitGates(0, "open");
      assertEquals(List.of(), host.err(0));
      await(server, KEYS, 1);
      server.serve(KEYS, Issuer.jwks(next));
      host.awaitGates(0, "closed TG-KEY-0001");
      host.awaitErr(0, "TG-KEY-0001");
      int mark = host.mark();
      put(next.token("new", LONG_AGO, inYears()));
      host.awaitGates(mark, "open");
      host.awaitErr(mark, "License: new");
      host.assertErr(mark, "License: new");
    }
    // Nobody answers: what was fetched counts, and the sealed key does not any more.
    server.close();
    try (Host host = start(agent)) {
      host.awaitGates(0, "open");
    }
    put(sealed.token("old", LONG_AGO, inYears()));
    try (Host host = start(agent)) {
      host.awaitGates(0, "closed TG-KEY-0001");
    }
  }

  @Test
  void aTokenOfANewKeyHasTheKeysFetchedOnceAndAgainAfterTheCooldown() throws Exception {
    String agent = agent("unknown", server, "keys.cooldown=PT6S");
    put(sealed.token("old", LONG_AGO, inYears()));
    try (Host host = start(agent)) {
      host.awaitGates(0, "open");
      await(server, KEYS, 1);
      long first = System.nanoTime();
      put(next.token("new", LONG_AGO.plusSeconds(60), inYears()));
      host.awaitErr(0, "TG-KEY-0001");
      await(server, KEYS, 2);
      long millis = (System.nanoTime() - first) / 1_000_000;
      // Counted from when the server saw the first request, which is later than it was made.
      assertTrue(millis > 2_000, () -> "asked again after " + millis + " ms");
      server.serve(KEYS, Issuer.jwks(sealed, next));
      host.awaitErr(0, "License: new");
      assertEquals(3, server.requests(KEYS));
      assertEquals(List.of("open"), host.gatesSince(0));
      host.assertErr(0, "TG-KEY-0001", "License: new");
    }
  }

  @Test
  void aStartThatDoesNotKnowTheTokensKeyFetchesBeforeItDecides() throws Exception {
    String agent = agent("decides", server, "keys.cooldown=PT1S");
    put(next.token("new", LONG_AGO, inYears(), ",\"features\":[\"export\"]"));
    assertEquals(78, statusOf(agent));
    server.serve(KEYS, Issuer.jwks(next));
    Run run = run(agent);
    for (int i = 0; i < 9 && run.status() == 78; i++) {
      // Within the second before which it does not ask again, or a machine with too much to do.
      run = run(agent);
    }
    assertEquals("OPEN\n", run.assertStatus(0).out());
    assertEquals("", run.err());
  }

  @Test
  void aStartThatCannotFetchTheKeyItNeedsSaysWhy() throws Exception {
    String agent = agent("cannot", server, "start.on-invalid=gate\nkeys.cooldown=PT2S");
    put(next.token("new", LONG_AGO, inYears()));
    server.answer(KEYS, exchange -> VendorServer.send(exchange, 503, ""));
    try (Host host = start(agent)) {
      host.awaitGates(0, "closed TG-KEY-0001");
      host.awaitErr(0, "TG-KEY-0007");
      server.serve(KEYS, Issuer.jwks(next));
      host.awaitGates(0, "open");
      host.awaitErr(0, "fetched again");
      assertEquals(1, count(host, "TG-KEY-0007"), host::describe);
    }
  }

  @Test
  void aServerThatHangsLiesOrFloodsChangesNothingAndIsToldOnce() throws Exception {
    String agent = agent("lies", server, "keys.refresh=PT1S\nkeys.cooldown=PT1S");
    put(sealed.token("good", LONG_AGO, inYears()));
    HttpHandler truth = exchange -> VendorServer.send(exchange, 200, Issuer.jwks(sealed));
    try (VendorServer elsewhere = VendorServer.start(authority).serve(KEYS, Issuer.jwks(next));
        VendorServer stranger = VendorServer.start(another).serve(KEYS, Issuer.jwks(next));
        Host host = start(agent)) {
      host.awaitGates(0, "open");
      awaitFetched();
      if (!host.err(0).isEmpty()) {
        // The first try took too long: that has to be over before the first lie.
        host.awaitErr(0, "the vendor's keys were fetched again");
      }
      Map<String, HttpHandler> lies = new LinkedHashMap<>();
      lies.put("an error", exchange -> VendorServer.send(exchange, 500, ""));
      lies.put("a page", exchange -> VendorServer.send(exchange, 200, "<html>Log in!</html>"));
      lies.put("no key", exchange -> VendorServer.send(exchange, 200, "{\"keys\":[]}"));
      lies.put("elsewhere", VendorServer.redirectingTo(elsewhere.url(KEYS)));
      lies.put("a stranger", VendorServer.redirectingTo(stranger.url(KEYS)));
      lies.put("10 MB", VendorServer.flooding(10L << 20));
      lies.put("without end", VendorServer.flooding(Long.MAX_VALUE));
      lies.put("nothing", server::hang);
      for (Map.Entry<String, HttpHandler> lie : lies.entrySet()) {
        int mark = host.mark();
        int before = server.requests(KEYS);
        server.answer(KEYS, lie.getValue());
        host.awaitErr(mark, "TG-KEY-000");
        await(server, KEYS, before + 2);
        int lied = host.mark();
        server.answer(KEYS, truth);
        host.awaitErr(lied, "the vendor's keys were fetched again");
        host.assertErr(mark, "TG-KEY-000", "the vendor's keys were fetched again");
      }
      assertEquals(0, elsewhere.requests(KEYS) + stranger.requests(KEYS));

      int mark = host.mark();
      int port = server.port();
      server.close();
      host.awaitErr(mark, "TG-KEY-0007");
      try (VendorServer fake = VendorServer.startAt(another, port).serve(KEYS, Issuer.jwks(next))) {
        put(next.token("forged", LONG_AGO.plusSeconds(60), inYears()));
        host.awaitErr(mark, "TG-KEY-0001");
        assertEquals(0, fake.requests(KEYS));
      }
      server = VendorServer.startAt(authority, port).answer(KEYS, truth);
      host.awaitErr(mark, "the vendor's keys were fetched again");
      host.assertErr(mark, "TG-KEY-0007", "TG-KEY-0001", "the vendor's keys were fetched again");
      assertEquals(List.of("open"), host.gatesSince(0), host::describe);

      server.answer(KEYS, server::hang);
      put(sealed.token("good", LONG_AGO, inYears()));
      long begin = System.nanoTime();
      try (Host second = start(agent)) {
        Host.Line open = second.awaitGates(0, "open");
        long millis = (open.nanos() - begin) / 1_000_000;
        System.out.printf("a start beside a server that hangs: %d ms%n", millis);
        Host.Line gaveUp = second.awaitErr(0, "TG-KEY-0007");
        assertTrue(open.nanos() < gaveUp.nanos(), second::describe);
      }
    }
  }

  @Test
  void aNameThatIsGoneFromTheDnsChangesNothing() throws Exception {
    String known = "127.0.0.1 localhost " + VendorServer.NAME + "\n";
    Path hosts = Files.writeString(folder.resolve("hosts"), known);
    String agent =
        PRODUCT.sealed(
                "dns",
                "keys.refresh=PT1S\nkeys.cooldown=PT1S\nkeys.url=https://"
                    + VendorServer.NAME
                    + ":"
                    + server.port()
                    + KEYS)
            + settings();
    put(sealed.token("good", LONG_AGO, inYears()));
    String resolver = "-Djdk.net.hosts.file=" + hosts;
    try (Host host =
        start(agent, resolver, "-Dsun.net.inetaddr.ttl=0", "-Dsun.net.inetaddr.negative.ttl=0")) {
      await(server, KEYS, 2);
      Files.writeString(hosts, "127.0.0.1 localhost\n");
      host.awaitErr(0, "cannot be resolved");
      Files.writeString(hosts, known);
      host.awaitErr(0, "the vendor's keys were fetched again");
      host.assertErr(0, "TG-KEY-0007", "the vendor's keys were fetched again");
      assertEquals(List.of("open a b"), host.gatesSince(0));
    }
  }

  @Test
  void aVendorOutOfReachForTooLongClosesGatesThenStartsUntilItIsBack() throws Exception {
    String agent =
        agent(
            "offline",
            server,
            "keys.refresh=PT1S\nkeys.cooldown=PT1S\noffline.grace=PT8S\noffline.hard-stop=PT24S");
    put(sealed.token("good", LONG_AGO, inYears()));
    int port = server.port();
    long gone;
    try (Host host = start(agent)) {
      host.awaitGates(0, "open");
      await(server, KEYS, 3);
      server.close();
      gone = System.nanoTime();
      Host.Line closed = host.awaitGates(0, "closed TG-LIC-0011");
      long millis = (closed.nanos() - gone) / 1_000_000;
      assertTrue(millis > 500 && millis < 25_000, () -> millis + " ms\n" + host.describe());
      host.awaitErr(0, "TG-LIC-0011");
      host.assertErr(0, "TG-KEY-0007", "TG-LIC-0011");
      try (VendorServer back = VendorServer.startAt(authority, port)) {
        back.serve(KEYS, Issuer.jwks(sealed));
        int mark = host.mark();
        host.awaitGates(mark, "open");
        await(back, KEYS, 2);
      }
      gone = System.nanoTime();
      int mark = host.mark();
      host.awaitGates(mark, "closed TG-LIC-0011");
      // While it is closed and before the hard stop, a start is let in with closed gates.
      try (Host second = start(agent)) {
        second.awaitGates(0, "closed TG-LIC-0011");
      }
      awaitStop(gone);
      assertTrue(host.isAlive());
    }
    Run halted = run(agent).assertStatus(78);
    assertTrue(halted.err().contains("TG-LIC-0011"), halted.err());
    server = VendorServer.startAt(authority, port);
    server.answer(KEYS, server::hang);
    Run hung = run(agent).assertStatus(78);
    assertTrue(hung.err().contains("TG-LIC-0011"), hung.err());
    assertTrue(server.requests(KEYS) <= 1, () -> server.requests(KEYS) + " tries");
    server.serve(KEYS, Issuer.jwks(sealed));
    try (Host host = start(agent)) {
      host.awaitGates(0, "open");
    }
  }

  @Test
  void aLicenseIsRevokedByWhatIsPublishedAndBringsItselfBackByNoOlderList() throws Exception {
    server.serve(DENYLIST, sealed.denylist(1, "somebody-else"));
    String agent =
        agent(
            "deny",
            server,
            "keys.cooldown=PT1S\nreverify=PT1S\nstart.on-invalid=gate\ndenylist.url="
                + server.url(DENYLIST)
                + "\ndenylist.file="
                + folder.resolve("denylist"));
    Files.writeString(folder.resolve("denylist"), sealed.denylist(1, "somebody-else"));
    put(sealed.token("mine", LONG_AGO, inYears()));
    try (Host host = start(agent)) {
      host.awaitGates(0, "open");
      await(server, DENYLIST, 1);
      server.serve(DENYLIST, sealed.denylist(2, "mine"));
      host.awaitGates(0, "closed TG-LIC-0006");
      server.serve(DENYLIST, sealed.denylist(1));
      host.awaitErr(0, "TG-LIC-0009");
      assertEquals("closed TG-LIC-0006", host.gates());
    }
    try (Host host = start(agent)) {
      host.awaitGates(0, "closed TG-LIC-0006");
      // Another license takes over, and is revoked by the file.
      put(sealed.token("mine-too", LONG_AGO.plusSeconds(60), inYears()));
      host.awaitGates(0, "open");
      int mark = host.mark();
      String third = sealed.denylist(3, "mine", "mine-too");
      Product.replace(folder.resolve("denylist"), third);
      host.awaitGates(mark, "closed TG-LIC-0006");
      awaitRemembered(third);
    }
    server.close();
    Files.delete(folder.resolve("denylist"));
    try (Host host = start(agent)) {
      host.awaitGates(0, "closed TG-LIC-0006");
    }
  }

  /** The contact before the server was gone was at most a second ago then. */
  private static void awaitStop(long gone) throws InterruptedException {
    Thread.sleep(Math.max(0, 24_000 - (System.nanoTime() - gone) / 1_000_000));
  }

  /** The first fetch of a JVM loads all of TLS, and on a busy machine takes more than it may. */
  private void awaitFetched() throws InterruptedException {
    Path file = folder.resolve("state").resolve("keys.jwks");
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (!Files.exists(file)) {
      assertTrue(System.nanoTime() < deadline, () -> file + " is not there");
      Thread.sleep(10);
    }
  }

  private void awaitRemembered(String list) throws IOException, InterruptedException {
    Path file = folder.resolve("state").resolve("denylist");
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (!Files.exists(file) || !Files.readString(file).contains(list)) {
      assertTrue(System.nanoTime() < deadline, () -> file + " does not hold the list");
      Thread.sleep(10);
    }
  }

  private static long count(Host host, String text) {
    return host.err(0).stream().filter(line -> line.contains(text)).count();
  }

  private static void await(VendorServer server, String path, int requests)
      throws InterruptedException {
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (server.requests(path) < requests) {
      assertTrue(System.nanoTime() < deadline, () -> server.requests(path) + " requests");
      Thread.sleep(10);
    }
  }

  private static Instant inYears() {
    return Instant.now().plus(Duration.ofDays(900));
  }

  private void put(String token) throws IOException {
    Product.replace(folder.resolve("token"), token);
  }

  private String agent(String name, VendorServer vendor, String policy)
      throws IOException, InterruptedException {
    return PRODUCT.sealed(
            name, "claims.features=features\nkeys.url=" + vendor.url(KEYS) + "\n" + policy)
        + settings();
  }

  private String settings() {
    return "=poll=PT1S,token.file="
        + folder.resolve("token")
        + ",state.dir="
        + folder.resolve("state")
        + ",ca.file="
        + authority.pem();
  }

  private static Host start(String agent, String... options) throws IOException {
    return Host.start(JDK, Map.of(), agent, options);
  }

  private static Run run(String agent) throws IOException, InterruptedException {
    return PRODUCT.run(JDK, agent);
  }

  private static int statusOf(String agent) throws IOException, InterruptedException {
    return run(agent).status();
  }
}
