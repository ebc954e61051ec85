package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what a vendor does, with the tool that vendors get: makes a key, seals agents, issues. */
final class Vendor {
  static final String PRODUCT = "Order Desk";
  static final String CONTACT = "licenses@orders.example";
  static final String CUSTOMER = "Example Corp";

  private static @Nullable Vendor theOne;

  private final Instant now = Instant.now();
  private final Instant longAgo = now.minus(Duration.ofDays(900));
  private final Path folder;
  private final Map<StartPolicy, Path> agents = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();

  /** What {@code start.on-expired}, {@code on-invalid} and {@code on-missing} say. */
  enum StartPolicy {
    HALT("halt", "halt"),
    GATE("gate", "gate"),
    EVALUATE("halt", "evaluate");

    private final String onProblem;
    private final String onMissing;

    StartPolicy(String onProblem, String onMissing) {
      this.onProblem = onProblem;
      this.onMissing = onMissing;
    }
  }

  private Vendor(Path folder) {
    this.folder = folder;
  }

  /** The one vendor of all tests, with a key of its own. */
  static synchronized Vendor theOne() throws Exception {
    Vendor vendor = theOne;
    if (vendor == null) {
      vendor = new Vendor(Scratch.folder("vendor"));
      vendor.run("keygen", "--alg", "ES256", "--kid", "orders", "--out", ".");
      theOne = vendor;
    }
    return vendor;
  }

  /** The agent jar with that policy in it. */
  Path agent(StartPolicy start) throws Exception {
    Path known = agents.get(start);
    if (known != null) {
      return known;
    }
    Path policy = policy(start);
    Path sealed = folder.resolve(start + "-agent.jar");
    run(
        "seal",
        "--policy",
        policy.toString(),
        "--agent",
        Built.agent().toString(),
        "--out",
        sealed.toString());
    agents.put(start, sealed);
    return sealed;
  }

  /** The application with the agent in its jar. */
  Path oneJar(StartPolicy start) throws Exception {
    Path sealed = folder.resolve(start + "-app.jar");
    run(
        "seal",
        "--policy",
        policy(start).toString(),
        "--agent",
        Built.agent().toString(),
        "--into",
        Built.testApp().toString(),
        "--out",
        sealed.toString());
    return sealed;
  }

  private Path policy(StartPolicy start) throws IOException {
    Path policy = folder.resolve(start + ".properties");
    Files.writeString(
        policy,
        """
        product.name=%s
        product.contact=%s
        keys.file=orders.public.pem
        start.on-expired=%s
        start.on-invalid=%s
        start.on-missing=%s
        """
            .formatted(PRODUCT, CONTACT, start.onProblem, start.onProblem, start.onMissing));
    return policy;
  }

  String valid() throws Exception {
    return once("valid", longAgo, longAgo, now.plus(Duration.ofDays(900)));
  }

  /** Within the six months before its end. */
  String expiring() throws Exception {
    return once("expiring", longAgo, longAgo, now.plus(Duration.ofDays(30)));
  }

  /** Within the 90 days after its end. */
  String inGrace() throws Exception {
    return once("in-grace", longAgo, longAgo, now.minus(Duration.ofDays(30)));
  }

  /** In grace, for that long from now; issued after every other license here. */
  String inGraceFor(Duration rest) throws Exception {
    Instant end = Instant.now().plus(rest).minus(Duration.ofHours(1));
    return issue(
        "soon-over", now.minus(Duration.ofDays(1)), longAgo, end, "tollgate={\"grace\":\"PT1H\"}");
  }

  String expired() throws Exception {
    return once("expired", longAgo, longAgo, now.minus(Duration.ofDays(300)));
  }

  String notYetValid() throws Exception {
    return once("not-yet", longAgo, now.plus(Duration.ofDays(30)), now.plus(Duration.ofDays(900)));
  }

  /** A valid license but for one character of its claims. */
  String tampered() throws Exception {
    String token = valid();
    int inClaims = token.indexOf('.') + 20;
    char other = token.charAt(inClaims) == 'A' ? 'B' : 'A';
    return token.substring(0, inClaims) + other + token.substring(inClaims + 1);
  }

  private String once(String id, Instant iat, Instant nbf, Instant exp) throws Exception {
    String known = tokens.get(id);
    String token = known == null ? issue(id, iat, nbf, exp) : known;
    tokens.put(id, token);
    return token;
  }

  private String issue(String id, Instant iat, Instant nbf, Instant exp, String... claims)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("issue", "--key", "orders.private.pem", "--sub", CUSTOMER, "--jti", id));
    arguments.addAll(List.of("--iat", seconds(iat), "--nbf", seconds(nbf), "--exp", seconds(exp)));
    for (String claim : claims) {
      arguments.addAll(List.of("--claim", claim));
    }
    return run(arguments.toArray(String[]::new)).strip();
  }

  private static String seconds(Instant instant) {
    return Long.toString(instant.getEpochSecond());
  }

  private String run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-jar", Built.vendorTool().toString()));
    all.addAll(List.of(arguments));
    try (JavaProcess tool = JavaProcess.start(Jdk.running(), folder, all)) {
      assertEquals(0, tool.exitCode(), tool::describe);
      return tool.stdout();
    }
  }
}
