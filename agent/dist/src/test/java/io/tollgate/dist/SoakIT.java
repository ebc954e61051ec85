package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A busy host whose license is renewed all the time; {@code -Dtollgate.soak=PT8H} for a night. */
@ResourceLock("processors") // waits for no clock: one such at a time
class SoakIT {
  private static final Duration LENGTH =
      Duration.parse(System.getProperty("tollgate.soak", "PT50S"));
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final long EVERY_MILLIS = 100;
  private static final long MOST_GROWTH = 2 << 20;

  @Test
  void renewalsUnderLoadDenyNoCallAndLeaveNothingBehind() throws Exception {
    Product product = Product.make();
    Issuer issuer = Issuer.of(product);
    product.sealed("acme", "");
    Path folder = product.folder();
    Secret secret = new Secret(folder.resolve("secret"));
    Instant iat = Instant.now().minus(Duration.ofDays(300));
    Instant exp = Instant.now().plus(Duration.ofDays(900));
    secret.put(issuer.token("lic-0", iat, exp));
    String agent =
        product.path("acme.jar")
            + "=poll=PT1S,token.file="
            + secret.token()
            + ",state.dir="
            + folder.resolve("state");
    try (Host host = Host.start(Jdk.ofTheseTests(), Map.of(), agent)) {
      host.awaitGates(0, "open a b");
      host.order("call", "calling");
      long begin = System.nanoTime();
      int renewals = 0;
      long early = 0;
      long threads = 0;
      while (System.nanoTime() - begin < LENGTH.toNanos()) {
        renewals++;
        secret.put(issuer.token("lic-" + renewals, iat.plusSeconds(renewals), exp));
        if (early == 0 && System.nanoTime() - begin > WARM_UP.toNanos()) {
          early = number(host.order("heap", "heap"));
          threads = number(host.order("threads", "threads"));
        }
        Thread.sleep(EVERY_MILLIS); // the pace of the renewals
      }
      host.awaitErr(0, "License: lic-" + renewals);
      long late = number(host.order("heap", "heap"));
      assertEquals(threads, number(host.order("threads", "threads")), host::describe);
      String calls = host.order("calls", "calls").text();
      System.out.printf(
          "soak of %s: %d renewals, %s, heap %d KiB then %d KiB, %d lines%n",
          LENGTH, renewals, calls, early >> 10, late >> 10, host.err(0).size());
      assertTrue(calls.endsWith(" denied 0"), calls);
      long grown = late - early;
      assertTrue(grown < MOST_GROWTH, () -> "grown by " + grown + " bytes");
      // One line for each poll that found another token, and there is a poll a second.
      assertTrue(host.err(0).size() <= LENGTH.toSeconds() + 5, host::describe);
      assertEquals(1, host.gatesSince(0).size(), host::describe);
      Files.delete(secret.token());
      host.awaitErr(0, "TG-LIC-0005");
    }
  }

  private static long number(Host.Line line) {
    return Long.parseLong(line.text().substring(line.text().indexOf(' ') + 1));
  }
}
