package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that leaves the agent no memory, or ends its threads. */
@ResourceLock("processors") // fills heaps, and counts seconds beside it
class ShortageIT {
  private static final Product PRODUCT = Product.make();
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final String A = ",\"features\":[\"a\"]";
  private static final String B = ",\"features\":[\"b\"]";

  private static Issuer issuer;

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    issuer = Issuer.of(PRODUCT);
    PRODUCT.sealed("acme", "claims.features=features");
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aFullHeapEndsNeitherTheWatchNorTheLicense(Jdk jdk) throws Exception {
    Path token = mounted();
    try (Host host = start(jdk, token)) {
      host.awaitGates(0, "open a");
      // The agent's threads have been round once; one that cannot even begin closes for good.
      host.awaitErr(0, "TG-LIC-0012");
      host.order("fill 4000", "filling");
      host.awaitLine(0, "let go");
      int free = host.mark();
      Product.replace(token, issuer.token("two", LONG_AGO.plusSeconds(60), days(900), B));
      host.awaitGates(free, "open b");
      assertEquals(List.of("open a", "open b"), host.gatesSince(0), host::describe);

      // Long enough for the renewal to be seen before, and over when the memory is back.
      long end = Instant.now().getEpochSecond() + 8;
      Product.replace(
          token,
          issuer.token(
              "short",
              LONG_AGO.plusSeconds(120),
              Instant.ofEpochSecond(end),
              A,
              ",\"tollgate\":{\"grace\":\"PT0S\",\"warn\":\"PT0S\"}"));
      host.awaitGates(free, "open a");
      int filling = host.mark();
      host.order("fill " + (end * 1_000 - System.currentTimeMillis() + 2_000), "filling");
      Host.Line free2 = host.awaitLine(filling, "let go");
      Host.Line closed = host.awaitGates(filling, "closed TG-LIC-0002");
      long late = closed.wall() - Math.max(free2.wall(), end * 1_000);
      assertTrue(late < 3_000, () -> late + " ms late\n" + host.describe());
      int renewed = host.mark();
      Product.replace(token, issuer.token("three", LONG_AGO.plusSeconds(180), days(900), B));
      host.awaitGates(renewed, "open b");
      assertEquals(0, host.end(), host::describe);
    }
  }

  @Test
  void aHeapThatStaysFullClosesTheGatesUntilThereIsMemoryAgain() throws Exception {
    Path token = mounted();
    try (Host host = start(Jdk.ofTheseTests(), token)) {
      host.awaitErr(0, "TG-LIC-0012");
      host.order("fill 16000", "filling");
      host.awaitErr(0, "TG-SYS-0015");
      host.awaitErr(0, "the license is watched again");
      int free = host.mark();
      Product.replace(token, issuer.token("two", LONG_AGO.plusSeconds(60), days(900), B));
      host.awaitGates(free, "open b");
      for (String line : host.err(0)) {
        assertFalse(line.startsWith("Exception"), host::describe);
      }
      assertEquals(0, host.end(), host::describe);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tollgate-watch", "tollgate-reader", "tollgate-"})
  void aThreadThatIsEndedFromOutsideClosesTheGatesAndNotTheHost(String threads) throws Exception {
    Path token = mounted();
    try (Host host = start(Jdk.ofTheseTests(), token)) {
      host.awaitGates(0, "open a");
      int mark = host.mark();
      host.order("interrupt " + threads, "interrupted");
      host.awaitGates(mark, "closed TG-SYS-0005");
      Product.replace(token, issuer.token("two", LONG_AGO.plusSeconds(60), days(900), B));
      if (threads.equals("tollgate-watch")) {
        host.awaitErr(mark, "License: two");
      }
      host.order("calls", "calls");
      assertEquals("closed TG-SYS-0005", host.gates(), host::describe);
      assertEquals(0, host.end(), host::describe);
    }
  }

  /** A license in a folder of its own, of which the host's state is to be a part. */
  private static Path mounted() throws IOException {
    Path token = Files.createTempDirectory(PRODUCT.folder(), "site").resolve("token");
    return Files.writeString(token, issuer.token("one", LONG_AGO, days(900), A));
  }

  private static Instant days(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  private static Host start(Jdk jdk, Path token) throws IOException {
    return Host.start(
        jdk,
        Map.of(),
        PRODUCT.path("acme.jar")
            + "=poll=PT1S,token.file="
            + token
            + ",state.dir="
            + token.resolveSibling("state"));
  }
}
