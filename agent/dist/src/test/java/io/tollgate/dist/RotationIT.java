package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that change under a running JVM, in all the ways in which files do. */
@Execution(ExecutionMode.CONCURRENT)
class RotationIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final Duration POLL = Duration.ofSeconds(1);

  /** For a machine that has other things to do; what was measured is printed. */
  private static final Duration GENEROUS = POLL.plusSeconds(3);

  private static final String A = ",\"features\":[\"a\"]";
  private static final String B = ",\"features\":[\"b\"]";

  private static Issuer issuer;

  /** Issued long ago, each one later than the one before. */
  private static Instant iat = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    issuer = Issuer.of(PRODUCT);
    PRODUCT.sealed(
        "acme",
        "claims.features=features\n"
            + "start.on-expired=gate\nstart.on-missing=gate\nstart.on-invalid=gate");
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void tenSwapsOfASecretInARowAreSeenWithinAPoll(Jdk jdk) throws Exception {
    Secret secret = new Secret(Files.createTempDirectory(PRODUCT.folder(), "secret"));
    secret.put(later("first", A));
    try (Host host = start(jdk, secret.token())) {
      host.awaitGates(0, "open a");
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int mark = host.mark();
        long swapped = secret.put(later("swap-" + i, i % 2 == 0 ? B : A));
        Host.Line seen = host.awaitGates(mark, i % 2 == 0 ? "open b" : "open a");
        long took = (seen.nanos() - swapped) / 1_000_000;
        assertTrue(took < GENEROUS.toMillis(), () -> took + " ms\n" + host.describe());
        millis.add(took);
        host.awaitErr(mark, "License: swap-" + i);
        host.assertErr(mark, "licensed functions are open");
      }
      Collections.sort(millis);
      long median = millis.get(millis.size() / 2);
      System.out.printf(
          "rotation on %s, poll %s: seen after %d ms (median) to %d ms (worst of 10)%n",
          jdk, POLL, median, millis.get(millis.size() - 1));
      assertTrue(median < POLL.toMillis() + 1_500, () -> millis + "\n" + host.describe());
      assertEquals(10, host.err(0).size(), host::describe);
    }
  }

  @Test
  void aFileMayChangeInEveryWay() throws Exception {
    Path token = PRODUCT.folder().resolve("plain");
    String older = later("older", A);
    Files.writeString(token, later("one", A));
    try (Host host = start(JDK, token)) {
      host.awaitGates(0, "open a");
      assertEquals(List.of(), host.err(0));

      int mark = host.mark();
      String two = later("two", B);
      Files.writeString(token, two);
      host.awaitGates(mark, "open b");
      host.awaitErr(mark, "License: two");

      int half = host.mark();
      String three = later("three", A);
      Product.replace(token, three.substring(0, three.length() / 2));
      host.awaitErr(half, "TG-TOK-0001");
      Files.writeString(token, three.substring(three.length() / 2), StandardOpenOption.APPEND);
      host.awaitGates(half, "open a");
      host.awaitErr(half, "License: three");
      assertEquals(List.of("open a"), host.gatesSince(half), host::describe);
      host.assertErr(half, "a token was not taken", "License: three");

      int gone = host.mark();
      Files.delete(token);
      host.awaitErr(gone, "TG-LIC-0005");
      Product.replace(token, three);
      awaitPolls(2);
      host.assertErr(gone, "TG-LIC-0005");

      int old = host.mark();
      Product.replace(token, older);
      host.awaitErr(old, "TG-LIC-0004");
      awaitPolls(2);
      host.assertErr(old, "TG-LIC-0004");

      int bad = host.mark();
      Product.replace(token, three.substring(0, three.length() - 6) + "AAAAAA");
      host.awaitErr(bad, "TG-TOK-0006");
      awaitPolls(2);
      host.assertErr(bad, "TG-TOK-0006");
      assertEquals(List.of(), host.gatesSince(gone), host::describe);
    }
  }

  @Test
  void aTokenForLaterTakesOverAtItsBeginning() throws Exception {
    Path token = PRODUCT.folder().resolve("later");
    Files.writeString(token, later("now", A));
    try (Host host = start(JDK, token)) {
      host.awaitGates(0, "open a");
      long begin = Instant.now().getEpochSecond() + 8;
      Product.replace(token, later("then", B, ",\"nbf\":" + begin));
      host.awaitErr(0, "TG-LIC-0003");
      Host.Line open = host.awaitGates(0, "open b");
      long after = open.wall() - begin * 1_000;
      assertTrue(after >= 0 && after < GENEROUS.toMillis(), () -> after + host.describe());
      System.out.printf("a token for later took over %d ms after its nbf%n", after);
      host.awaitErr(0, "License: then");
      host.assertErr(0, "TG-LIC-0003", "License: then");
    }
  }

  @Test
  void aFileThatIsAMountOfItsOwnIsToldOnceARenewalIsWanted() throws Exception {
    Path source = PRODUCT.folder().resolve("source");
    Path mounted = PRODUCT.folder().resolve("mounted");
    Instant soon = Instant.now().plusSeconds(12);
    Files.writeString(
        source,
        issuer.token(
            "mounted", iat, soon.plusSeconds(60), A, ",\"tollgate\":{\"warn\":\"PT60S\"}"));
    Files.createFile(mounted);
    Mounts.mount(mounted, "--bind", source.toString());
    try (Host host = start(JDK, mounted)) {
      host.awaitGates(0, "open a");
      Host.Line told = host.awaitErr(0, "TG-SYS-0012");
      assertTrue(told.wall() >= soon.getEpochSecond() * 1_000, host::describe);
      host.awaitErr(0, "State: EXPIRING");
      awaitPolls(2);
      host.assertErr(0, "State: EXPIRING", "TG-SYS-0012");
    } finally {
      Mounts.unmount(mounted);
    }
  }

  /** What has to show that nothing happens cannot but wait. */
  private static void awaitPolls(int polls) throws InterruptedException {
    Thread.sleep(POLL.multipliedBy(polls).toMillis());
  }

  private static synchronized String later(String jti, String... more) {
    iat = iat.plusSeconds(60);
    return issuer.token(jti, iat, Instant.now().plus(Duration.ofDays(900)), more);
  }

  private static Host start(Jdk jdk, Path token) throws IOException {
    return Host.start(
        jdk, Map.of(), PRODUCT.path("acme.jar") + "=poll=" + POLL + ",token.file=" + token);
  }
}
