package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a license allows, in an application that counts. */
class CapacityIT {
  private static final Product PRODUCT = Product.make();
  private static final String POLICY =
      "claims.tier=acme.tier\nclaims.features=acme.features\nclaims.caps=acme.caps\n"
          + "meter.customers=io.tollgate.dist.MeteredHost$Desk#serve(..) key=0.customer.id"
          + " count=distinct\n"
          + "meter.busy=io.tollgate.dist.MeteredHost$Desk#call(..) key=0 window=P7D over=300\n";

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  private static String acme(String features, int customers, int busy) {
    return "acme={\"tier\":\"gold\",\"features\":["
        + features
        + "],\"caps\":{\"customers\":"
        + customers
        + ",\"busy\":"
        + busy
        + "}}";
  }

  private static String token(String name, Instant issued, String acme)
      throws IOException, InterruptedException {
    return PRODUCT.token(
        name,
        Instant.now().plus(400, ChronoUnit.DAYS),
        "--iat",
        Long.toString(issued.getEpochSecond()),
        "--claim",
        acme);
  }

  private static Desk start(Jdk jdk, String settings) throws IOException {
    return Desk.start(jdk, Map.of(), "-javaagent:" + Product.AGENT + "=" + settings);
  }

  private static String settings(Jdk jdk, String name, String token) throws IOException {
    Path state = PRODUCT.folder().resolve("state-" + name + "-" + jdk.feature());
    Files.createDirectories(state);
    return "policy="
        + PRODUCT.path(PRODUCT.policy("capacity.properties", POLICY))
        + ",token.file="
        + token
        + ",poll=PT1S,state.dir="
        + state;
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void atTheCapKnownKeysGoOnAndKillForgetsNone(Jdk jdk) throws Exception {
    String token = token("caps-" + jdk.feature(), Instant.now(), acme("\"export\"", 2, 1));
    String settings = settings(jdk, "kill", token);
    try (Desk desk = start(jdk, settings)) {
      assertEquals("IN ann", desk.ask("serve ann"), desk::describe);
      assertEquals("IN bob", desk.ask("serve bob"), desk::describe);
      desk.kill();
    }
    try (Desk desk = start(jdk, settings)) {
      assertEquals("OUT TG-CAP-0001 ", desk.ask("serve cid"), desk::describe);
      assertEquals("IN bob", desk.ask("serve bob"), desk::describe);
      assertEquals("OUT TG-CAP-0001 ", desk.ask("export"), desk::describe);
      assertEquals("PURGED", desk.ask("purge customers ann"), desk::describe);
      assertEquals("1", desk.ask("used customers"), desk::describe);
      assertEquals("IN", desk.ask("export"), desk::describe);
      assertEquals("IN cid", desk.ask("serve cid"), desk::describe);
      assertEquals("IN 7", desk.ask("call 7 301"), desk::describe);
      assertEquals("IN 8", desk.ask("call 8 300"), desk::describe);
      assertEquals("OUT TG-CAP-0001 ", desk.ask("call 8 1"), desk::describe);
      assertEquals("IN 7", desk.ask("call 7 1"), desk::describe);
      assertEquals(
          "licensed VALID false gold [export] {customers=2, busy=1} caps-" + jdk.feature() + " -",
          desk.ask("license"));
      // A cap that is full is told once.
      desk.awaitErr("TG-CAP-0006");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRenewalThatChangesAFeatureOrACapActsAtTheNextCall(Jdk jdk) throws Exception {
    Path mounted = PRODUCT.folder().resolve("mounted-" + jdk.feature());
    Instant first = Instant.now().minusSeconds(100);
    String small = token("small-" + jdk.feature(), first, acme("", 1, 0));
    String large = token("large-" + jdk.feature(), first.plusSeconds(10), acme("\"export\"", 9, 0));
    Product.replace(mounted, Files.readString(Path.of(small)));
    try (Desk desk = start(jdk, settings(jdk, "renew", mounted.toString()))) {
      assertEquals("IN ann", desk.ask("serve ann"), desk::describe);
      assertEquals("OUT TG-CAP-0001 ", desk.ask("serve bob"), desk::describe);
      assertEquals("OUT TG-LIC-0013 export", desk.ask("export"), desk::describe);
      Product.replace(mounted, Files.readString(Path.of(large)));
      desk.askUntil("serve bob", "IN bob");
      assertEquals("IN", desk.ask("export"), desk::describe);
      assertEquals("2", desk.ask("used customers"), desk::describe);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void withoutAPlaceToCountNewKeysAreDenied(Jdk jdk) throws Exception {
    String token = token("nowhere-" + jdk.feature(), Instant.now(), acme("", 2, 1));
    String settings =
        "policy="
            + PRODUCT.path(PRODUCT.policy("capacity.properties", POLICY))
            + ",token.file="
            + token;
    try (Desk desk = start(jdk, settings)) {
      assertEquals("OUT TG-CAP-0003 ", desk.ask("serve ann"), desk::describe);
      assertTrue(desk.ask("license").startsWith("licensed VALID"), desk::describe);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anEvaluationIsOneToTheHostAndHasNoLimits(Jdk jdk) throws Exception {
    Path state = Files.createDirectories(PRODUCT.folder().resolve("eval-" + jdk.feature()));
    String settings =
        "policy="
            + PRODUCT.path(
                PRODUCT.policy("evaluation.properties", POLICY + "start.on-missing=evaluate\n"))
            + ",token.file="
            + PRODUCT.path("none")
            + ",state.dir="
            + state;
    try (Desk desk = start(jdk, settings)) {
      assertEquals("evaluation MISSING true - [] {} - -", desk.ask("license"), desk::describe);
      assertEquals("IN ann", desk.ask("serve ann"), desk::describe);
      assertEquals("IN", desk.ask("export"), desk::describe);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void withoutTheAgentTheHostIsToldThatNothingIsLicensed(Jdk jdk) throws Exception {
    try (Desk desk = Desk.start(jdk, Map.of())) {
      assertEquals("invalid MISSING false - [] {} - TG-SYS-0044", desk.ask("license"));
      assertEquals("IN ann", desk.ask("serve ann"), desk::describe);
      assertEquals("PURGED", desk.ask("purge customers ann"), desk::describe);
    }
  }
}
