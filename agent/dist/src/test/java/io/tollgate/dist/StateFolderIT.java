package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A state folder that fails in all the ways in which folders do: the host goes on. */
@Execution(ExecutionMode.CONCURRENT)
class StateFolderIT {
  private static final Jdk JDK = Jdk.ofTheseTests();
  private static final Product PRODUCT = Product.make();
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final String UNUSABLE = "TG-SYS-0010";
  private static final String DAMAGED = "TG-SYS-0011";

  private static Issuer issuer;

  private Path site;
  private Path state;

  @BeforeAll
  static void ship() throws IOException, InterruptedException {
    issuer = Issuer.of(PRODUCT);
    String features = "claims.features=features\n";
    PRODUCT.sealed("plain", features);
    // Nobody listens on port 1.
    PRODUCT.sealed(
        "remote",
        features
            + "keys.url=http://127.0.0.1:1/keys\nkeys.refresh=P1D\n"
            + "denylist.url=http://127.0.0.1:1/denylist");
  }

  @BeforeEach
  void mountAToken() throws IOException {
    site = Files.createTempDirectory(PRODUCT.folder(), "site");
    state = site.resolve("state");
    put(0);
  }

  @Test
  void aFolderThatMayOnlyBeReadIsToldOnce() throws Exception {
    Files.createDirectory(state);
    Mounts.mount(state, "-t", "tmpfs", "-o", "ro", "tmpfs");
    try (Host host = start("plain")) {
      assertToldOnceAndLicensed(host, UNUSABLE);
    } finally {
      Mounts.unmount(state);
    }
  }

  @Test
  void aFileInTheFoldersPlaceIsToldOnce() throws Exception {
    Files.writeString(state, "a file");
    try (Host host = start("plain")) {
      assertToldOnceAndLicensed(host, UNUSABLE);
      assertEquals("a file", Files.readString(state));
    }
  }

  @Test
  void aFullDiskIsToldOnceAndWrittenToWhenThereIsRoomAgain() throws Exception {
    Files.createDirectory(state);
    Mounts.mount(state, "-t", "tmpfs", "-o", "size=64k", "tmpfs");
    try {
      Path ballast = Files.write(state.resolve("ballast"), new byte[60 * 1024]);
      try (Host host = start("plain")) {
        assertToldOnceAndLicensed(host, UNUSABLE);
        Files.delete(ballast);
        put(5);
        awaitMark(5);
        host.assertErr(0, UNUSABLE, "License: lic-1", "License: lic-2", "License: lic-5");
      }
    } finally {
      Mounts.unmount(state);
    }
  }

  @Test
  void aFolderThatIsTakenAwayIsMadeAgain() throws Exception {
    try (Host host = start("plain")) {
      host.awaitGates(0, "open");
      awaitMark(0);
      Files.move(state, site.resolve("away"));
      put(1);
      host.awaitErr(0, "License: lic-1");
      awaitMark(1);
      host.assertErr(0, "License: lic-1");
    }
  }

  @Test
  void filesThatAreDamagedAreAsGoodAsNoneAndToldInOneLine() throws Exception {
    try (Host host = start("plain")) {
      host.awaitGates(0, "open");
      awaitMark(0);
    }
    byte[] memory = Files.readAllBytes(state.resolve("memory.json"));
    byte[] noise = new byte[500];
    new Random(1).nextBytes(noise);
    for (int i = 0; i < 2; i++) {
      Files.write(
          state.resolve("memory.json"),
          i == 0 ? java.util.Arrays.copyOf(memory, memory.length - 7) : noise);
      Files.write(state.resolve("keys.jwks"), i == 0 ? noise : new byte[0]);
      Files.write(state.resolve("denylist"), i == 0 ? new byte[0] : noise);
      try (Host host = start("remote")) {
        host.awaitGates(0, "open");
        host.awaitErr(0, DAMAGED);
        host.awaitErr(0, "TG-KEY-0007");
        host.awaitErr(0, "TG-LIC-0007");
        awaitMark(0);
        host.assertErr(0, DAMAGED, "TG-KEY-0007", "TG-LIC-0007");
      }
    }
  }

  @Test
  void twoJvmsMayShareOneFolder() throws Exception {
    try (Host one = start("plain");
        Host other = start("plain")) {
      one.awaitGates(0, "open");
      other.awaitGates(0, "open");
      for (int i = 1; i <= 5; i++) {
        put(i);
        one.awaitErr(0, "License: lic-" + i);
        other.awaitErr(0, "License: lic-" + i);
        awaitMark(i);
      }
      assertEquals(5, one.err(0).size(), one::describe);
      assertEquals(5, other.err(0).size(), other::describe);
    }
  }

  /** Renews twice, so that there is something to write and time to tell of it twice. */
  private void assertToldOnceAndLicensed(Host host, String code) throws Exception {
    host.awaitGates(0, "open");
    host.awaitErr(0, code);
    put(1);
    host.awaitErr(0, "License: lic-1");
    put(2);
    host.awaitErr(0, "License: lic-2");
    host.assertErr(0, code, "License: lic-1", "License: lic-2");
    assertEquals(List.of("open"), host.gatesSince(0), host::describe);
  }

  private void put(int number) throws IOException {
    Product.replace(
        site.resolve("token"),
        issuer.token("lic-" + number, iat(number), Instant.now().plus(Duration.ofDays(900))));
  }

  private static Instant iat(int number) {
    return LONG_AGO.plusSeconds(60L * number);
  }

  /** Waits until it is written down that this license was there. */
  private void awaitMark(int number) throws IOException, InterruptedException {
    String expected = "\"issued\":" + iat(number).getEpochSecond() * 1_000;
    Path memory = state.resolve("memory.json");
    long deadline = System.nanoTime() + Host.PATIENCE.toNanos();
    while (!Files.exists(memory) || !read(memory).contains(expected)) {
      assertTrue(System.nanoTime() < deadline, () -> "the license is not written down: " + number);
      Thread.sleep(10);
    }
  }

  /** Of a file that may be noise. */
  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private Host start(String agent) throws IOException {
    return Host.start(
        JDK,
        Map.of(),
        PRODUCT.path(agent + ".jar")
            + "=poll=PT1S,token.file="
            + site.resolve("token")
            + ",state.dir="
            + state);
  }
}
