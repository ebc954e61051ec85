package io.tollgate.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.core.store.PostgresServer;
import io.tollgate.core.store.TestStores;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Replicas that share a cap in a real PostgreSQL, and are killed while they take its places. */
@ResourceLock(TestStores.LOCK)
class FleetIT {
  private static final Product PRODUCT = Product.make();
  private static final int REPLICAS = 3;
  private static final int CAP = 60;
  private static final int KEYS = 200;
  private static final int QUESTIONS = 250;

  /** One question in so many is the last before the replica is killed. */
  private static final int KILL = 60;

  private String url = "";
  private String settings = "";
  private Optional<PostgresServer> server = Optional.empty();

  @BeforeEach
  void findServer() throws Exception {
    server = PostgresServer.shared();
    assumeTrue(server.isPresent());
    url = server.get().emptyPlace();
    settings = settings("fleet", CAP, "");
  }

  private static String settings(String name, int cap, String policyLines) throws Exception {
    String token =
        PRODUCT.token(
            name,
            Instant.now().plus(400, ChronoUnit.DAYS),
            "--claim",
            "caps={\"customers\":" + cap + "}");
    return "policy="
        + PRODUCT.path(
            PRODUCT.policy(
                name + ".properties",
                "claims.caps=caps\nmeter.customers=io.tollgate.dist.MeteredHost$Desk#serve(..)"
                    + " key=0.customer.id count=distinct\n"
                    + policyLines))
        + ",token.file="
        + token;
  }

  private Desk start() throws IOException {
    return Desk.start(
        Jdk.ofTheseTests(),
        Map.of("TOLLGATE_STORE", url),
        "-javaagent:" + Product.AGENT + "=" + settings);
  }

  @Test
  void aFleetThatIsKilledAtRandomLetsInNoMoreThanTheCapAndForgetsNobody() throws Exception {
    long seed = System.nanoTime();
    Set<String> in = ConcurrentHashMap.newKeySet();
    ExecutorService replicas = Executors.newFixedThreadPool(REPLICAS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < REPLICAS; i++) {
        Random random = new Random(seed + i);
        all.add(
            replicas.submit(
                () -> {
                  serve(random, in);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      replicas.shutdownNow();
    }
    Set<String> written = written();
    // A key whose answer was lost with its replica has its place all the same.
    assertTrue(written.containsAll(in), "seed " + seed + ": " + in + " not all in " + written);
    assertEquals(CAP, written.size(), "seed " + seed);
    try (Desk desk = start()) {
      for (String key : in) {
        assertEquals("IN " + key, desk.ask("serve " + key), "seed " + seed + "\n" + desk.err());
      }
      assertEquals("OUT TG-CAP-0001 ", desk.ask("serve somebody-else"), desk::describe);
      desk.askUntil("used customers", String.valueOf(CAP));
    }
  }

  private void serve(Random random, Set<String> in) throws IOException {
    Desk desk = start();
    try {
      for (int i = 0; i < QUESTIONS; i++) {
        String key = "k" + random.nextInt(KEYS);
        boolean last = random.nextInt(KILL) == 0;
        if (last) {
          desk.killLater(random.nextInt(3));
        }
        String answer = desk.ask("serve " + key);
        if (answer.equals("IN " + key)) {
          in.add(key);
        } else if (answer.equals("OUT TG-CAP-0001 ")) {
          assertTrue(!in.contains(key), key + " was in, and is denied\n" + desk.err());
        } else {
          assertTrue(last && answer.equals("GONE"), answer + "\n" + desk.err());
        }
        if (last) {
          desk.close();
          desk = start();
        }
      }
    } finally {
      desk.close();
    }
  }

  @Test
  void whileTheDatabaseIsAwayKnownKeysGoOnAndNewOnesWaitForIt() throws Exception {
    try (Desk desk = start()) {
      assertEquals("IN ann", desk.ask("serve ann"), desk::describe);
      server.orElseThrow().stop();
      try {
        assertEquals("IN ann", desk.ask("serve ann"), desk::describe);
        assertEquals("OUT TG-CAP-0003 ", desk.ask("serve bob"), desk::describe);
        desk.awaitErr("TG-CAP-0003");
      } finally {
        server.orElseThrow().start();
      }
      desk.askUntil("serve bob", "IN bob");
      desk.awaitErr("is counted again");
    }
  }

  @Test
  void underAllowNewKeysPassWhileTheDatabaseIsAwayUpToWhatThisJvmKnows() throws Exception {
    settings = settings("allowing", 3, "gate.store-down=allow\n");
    try (Desk desk = start()) {
      assertEquals("IN ann", desk.ask("serve ann"), desk::describe);
      server.orElseThrow().stop();
      try {
        desk.awaitErr("TG-SYS-0051");
        for (String key : List.of("ann", "bob", "cid")) {
          assertEquals("IN " + key, desk.ask("serve " + key), desk::describe);
        }
        assertEquals("OUT TG-CAP-0001 ", desk.ask("serve dan"), desk::describe);
        assertEquals("IN bob", desk.ask("serve bob"), desk::describe);
      } finally {
        server.orElseThrow().start();
      }
      desk.awaitErr("the store is there again");
      try (Desk other = start()) {
        other.askUntil("used customers", "3");
        assertEquals(Set.of("ann", "bob", "cid"), written());
        assertEquals("IN cid", other.ask("serve cid"), other::describe);
        assertEquals("OUT TG-CAP-0001 ", other.ask("serve dan"), other::describe);
      }
      assertEquals("OUT TG-CAP-0001 ", desk.ask("serve dan"), desk::describe);
    }
  }

  private Set<String> written() throws SQLException {
    Set<String> keys = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement =
            connection.prepareStatement("SELECT meter_key FROM tollgate_key");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        keys.add(row.getString(1));
      }
    }
    return keys;
  }
}
