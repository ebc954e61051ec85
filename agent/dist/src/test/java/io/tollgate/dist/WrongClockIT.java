package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A wall clock that is set while a JVM runs, and between two. libfaketime stands between the JVM
 * and the clock; the monotonic one is left alone.
 */
@Execution(ExecutionMode.CONCURRENT)
class WrongClockIT {
  private static final Product PRODUCT = Product.make();
  private static final String WRONG = "TG-LIC-0010";
  private static final String EXPIRED = "TG-LIC-0002";
  private static final String RIGHT = "the clock is right again";

  private static Issuer issuer;
  private static String library;

  private Path site;

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    library = library();
    issuer = Issuer.of(PRODUCT);
    PRODUCT.sealed(
        "acme",
        "claims.features=features\nlifecycle.warn=PT0S\nlifecycle.grace=PT0S\n"
            + "start.on-expired=gate\nstart.on-invalid=gate");
  }

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  /** Where Debian puts it, for whatever processor. */
  private static String library() throws IOException {
    try (Stream<Path> found =
        Files.find(
            Path.of("/usr/lib"),
            3,
            (path, facts) -> path.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
      return found.findFirst().orElseGet(WrongClockIT::absent).toString();
    }
  }

  private static Path absent() {
    if (System.getenv("CI") != null) {
      fail("CI has to have libfaketime: apt-get install faketime");
    }
    System.out.println("SKIPPED, there is no libfaketime: apt-get install faketime");
    return abort("There is no libfaketime.");
  }

  @BeforeEach
  void makeASite() throws IOException {
    site = Files.createTempDirectory(PRODUCT.folder(), "site");
    set("+0");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aClockThatIsSetBackBringsNoLicenseBack(Jdk jdk) throws Exception {
    put("expired", Instant.now().minus(Duration.ofDays(400)), Instant.now().minusSeconds(86_400));
    try (Host host = start(jdk)) {
      host.awaitGates(0, "closed " + EXPIRED);
      // Written down first: what was not cannot be known after a restart.
      awaitMark();
      int mark = host.mark();
      set("-365d");
      host.awaitErr(mark, WRONG);
      host.awaitGates(mark, "closed " + WRONG);
      set("+0");
      host.awaitErr(mark, RIGHT);
      host.awaitGates(mark, "closed " + EXPIRED);
      assertEquals(1, count(host, "the clock is wrong"), host::describe);
      assertEquals(1, count(host, RIGHT), host::describe);
    }
    set("-365d");
    try (Host host = start(jdk)) {
      host.awaitGates(0, "closed " + WRONG);
      host.awaitErr(0, "the clock is wrong");
      host.awaitErr(0, "TG-LIC-0012"); // so it has been judged again since the start
      int mark = host.mark();
      set("+0");
      host.awaitErr(mark, RIGHT);
      host.awaitGates(mark, "closed " + EXPIRED);
      put("renewed", Instant.now(), Instant.now().plus(Duration.ofDays(900)));
      host.awaitGates(mark, "open");
      assertEquals(1, count(host, "the clock is wrong"), host::describe);
      assertEquals(1, count(host, RIGHT), host::describe);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aClockThatWasAheadAndIsSetRightLeavesNoTrace(Jdk jdk) throws Exception {
    put(
        "valid",
        Instant.now().minus(Duration.ofDays(30)),
        Instant.now().plus(Duration.ofDays(900)));
    try (Host host = start(jdk)) {
      host.awaitGates(0, "open");
      awaitMark();
      int mark = host.mark();
      set("+3650d");
      host.awaitGates(mark, "closed " + EXPIRED);
      int ahead = host.mark();
      set("+0");
      host.awaitGates(ahead, "open");
      host.awaitErr(ahead, "licensed functions are open");
      host.assertErr(0, "State: EXPIRED", "State: VALID");
    }
    set("+3650d");
    try (Host host = start(jdk)) {
      host.awaitGates(0, "closed " + EXPIRED);
      put(
          "again",
          Instant.now().minus(Duration.ofDays(20)),
          Instant.now().plus(Duration.ofDays(900)));
      host.awaitErr(0, "TG-LIC-0002");
    }
    set("+0");
    try (Host host = start(jdk)) {
      host.awaitGates(0, "open");
      assertEquals(List.of(), host.err(0), host::describe);
    }
  }

  private static long count(Host host, String text) {
    return host.err(0).stream().filter(line -> line.contains(text)).count();
  }

  private void put(String jti, Instant iat, Instant exp) throws IOException {
    Product.replace(site.resolve("token"), issuer.token(jti, iat, exp));
  }

  private void set(String offset) throws IOException {
    Product.replace(site.resolve("clock"), offset + "\n");
  }

  private void awaitMark() throws InterruptedException {
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (!Files.exists(site.resolve("state").resolve("memory.json"))) {
      assertTrue(System.nanoTime() < deadline, "nothing is written down");
      Thread.sleep(10);
    }
  }

  private Host start(Jdk jdk) throws IOException {
    return Host.start(
        jdk,
        Map.of(
            "LD_PRELOAD",
            library,
            "FAKETIME_TIMESTAMP_FILE",
            site.resolve("clock").toString(),
            "FAKETIME_NO_CACHE",
            "1",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1"),
        PRODUCT.path("acme.jar")
            + "=poll=PT1S,token.file="
            + site.resolve("token")
            + ",state.dir="
            + site.resolve("state"));
  }
}
