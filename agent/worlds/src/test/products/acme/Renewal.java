package acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Shows some gates closed, renews the license, and shows them open. */
public final class Renewal {
  private static final long PATIENCE = 240_000_000_000L;

  private final Map<String, Callable<String>> gates = new LinkedHashMap<>();

  public Renewal() {}

  /** Adds a gate. */
  public Renewal of(String name, Callable<String> report) {
    gates.put(name, report);
    return this;
  }

  /** Does all of it. */
  public void show() throws Exception {
    showClosed();
    renew();
    showOpen();
  }

  /** Prints how the gates stand before the renewal. */
  public void showClosed() throws Exception {
    for (Map.Entry<String, Callable<String>> gate : gates.entrySet()) {
      System.out.println(gate.getKey() + ": " + gate.getValue().call());
    }
  }

  /** Puts the license that counts in the place of the one that does not. */
  public static void renew() throws Exception {
    put(System.getProperty("acme.renewed"));
  }

  /** Puts a license in the place of the one that is there. */
  private static void put(String license) throws Exception {
    Path token = Path.of(System.getProperty("acme.token"));
    Path fresh = Path.of(token + ".new");
    Files.copy(Path.of(license), fresh);
    Files.move(fresh, token, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Puts a license in place that lacks the features of the one before, and returns once a gate has
   * closed, or after some minutes.
   */
  public static void reduce(Callable<String> gate) throws Exception {
    put(System.getProperty("acme.reduced"));
    long deadline = System.nanoTime() + PATIENCE;
    while (gate.call().equals("OPEN") && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
  }

  /** Prints each gate once it is open, or how it stands after some minutes. */
  public void showOpen() throws Exception {
    long deadline = System.nanoTime() + PATIENCE;
    for (Map.Entry<String, Callable<String>> gate : gates.entrySet()) {
      String report = gate.getValue().call();
      while (!report.equals("OPEN") && System.nanoTime() < deadline) {
        Thread.sleep(50);
        report = gate.getValue().call();
      }
      System.out.println(gate.getKey() + ": " + report);
    }
  }
}
