package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A license that goes through its states while a JVM runs, or does not. */
@Execution(ExecutionMode.CONCURRENT)
class LicenseClockIT {
  private static final Product PRODUCT = Product.make();
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  /** A second is what is promised; the rest is for a machine with other things to do. */
  private static final long MOST_LATE = 1_000 + 1_500;

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
  void everyTransitionComesAtItsInstant(Jdk jdk) throws Exception {
    long end = Instant.now().getEpochSecond() + 13;
    try (Host host = start(jdk, end, "PT3S", "PT3S")) {
      host.awaitGates(0, "open");
      List<Long> late = new ArrayList<>();
      late.add(host.awaitErr(0, "State: EXPIRING").wall() - (end - 3) * 1_000);
      late.add(host.awaitErr(0, "State: GRACE").wall() - end * 1_000);
      late.add(host.awaitGates(0, "closed TG-LIC-0002").wall() - (end + 3) * 1_000);
      late.add(host.awaitErr(0, "State: EXPIRED").wall() - (end + 3) * 1_000);
      System.out.printf("transitions on %s: %s ms after their instants%n", jdk, late);
      for (long millis : late) {
        assertTrue(millis >= 0 && millis < MOST_LATE, () -> late + "\n" + host.describe());
      }
      host.assertErr(0, "State: EXPIRING", "State: GRACE", "State: EXPIRED");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJvmThatWasFrozenAcrossTheEndClosesAsSoonAsItWakes(Jdk jdk) throws Exception {
    long end = Instant.now().getEpochSecond() + 10;
    try (Host host = start(jdk, end, "PT0S", "PT0S")) {
      host.awaitGates(0, "open");
      host.signal("STOP");
      // The time that it sleeps through, not a condition.
      Thread.sleep(end * 1_000 - System.currentTimeMillis() + 1_500);
      int asleep = host.mark();
      long woken = System.nanoTime();
      host.signal("CONT");
      Host.Line closed = host.awaitGates(asleep, "closed TG-LIC-0002");
      long millis = (closed.nanos() - woken) / 1_000_000;
      System.out.printf("%s closed %d ms after it woke%n", jdk, millis);
      assertTrue(millis < MOST_LATE, () -> millis + " ms\n" + host.describe());
      assertEquals(List.of("open", "closed TG-LIC-0002"), host.gatesSince(0));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aLoopThatTheCompilerHasMadeItsOwnSeesTheGateClose(Jdk jdk) throws Exception {
    long end = Instant.now().getEpochSecond() + 10;
    // The last compiler is the one that takes reads out of loops where it may.
    try (Host host = start(jdk, end, "PT0S", "PT0S", "-XX:TieredStopAtLevel=4")) {
      host.awaitGates(0, "open");
      host.order("spin", "spinning");
      String spun = host.awaitLine(0, "spun ").text();
      assertTrue(Long.parseLong(spun.substring(5)) > 1_000_000, host::describe);
    }
  }

  private static Host start(Jdk jdk, long end, String warn, String grace, String... options)
      throws IOException {
    Path token = Files.createTempFile(PRODUCT.folder(), "token", "");
    String windows = ",\"tollgate\":{\"warn\":\"%s\",\"grace\":\"%s\"}".formatted(warn, grace);
    Files.writeString(token, issuer.token("short", LONG_AGO, Instant.ofEpochSecond(end), windows));
    String agent = PRODUCT.path("acme.jar") + "=poll=PT1S,token.file=" + token;
    return Host.start(jdk, Map.of(), agent, options);
  }
}
