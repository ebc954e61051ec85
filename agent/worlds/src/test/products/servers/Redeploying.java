package servers;

import acme.Renewal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two web applications with a copy of the API each and one without, in one server. One of them is
 * redeployed again and again, half of the first ten times with closed gates.
 */
public final class Redeploying {
  private static final int COLLECTED = 10;
  private static final int WARM = 5;
  private static final long PATIENCE = 240_000_000_000L;

  private final Server server;
  private final Path folder;
  private final List<WeakReference<ClassLoader>> old = new ArrayList<>();

  private Redeploying(Server server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /**
   * Runs it.
   *
   * @param arguments the class of the server; the folder of the web applications; how many times to
   *     redeploy
   */
  public static void main(String[] arguments) throws Exception {
    // Its other threads would keep a JVM whose main has failed.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) -> {
          problem.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    Server server = (Server) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    new Redeploying(server, Path.of(arguments[1])).run(Integer.parseInt(arguments[2]));
    server.stop();
    // Nothing of a server's may keep this JVM, and this is no test of that.
    System.exit(0);
  }

  private void run(int times) throws Exception {
    server.deploy("one", folder.resolve("one"));
    server.deploy("two", folder.resolve("two"));
    server.deploy("paid", folder.resolve("paid"));
    Renewal renewal =
        new Renewal()
            .of("one", () -> get("one"))
            .of("two", () -> get("two"))
            .of("paid", () -> get("paid"));
    renewal.showClosed();
    redeploy(COLLECTED / 2, "CLOSED");
    Renewal.renew();
    renewal.showOpen();
    redeploy(COLLECTED / 2, "OPEN");
    System.out.println("collected: " + collected() + " of " + COLLECTED);
    if (times > 0) {
      redeploy(WARM, "OPEN");
      long before = heap();
      redeploy(times - WARM, "OPEN");
      long after = heap();
      System.out.println("growth in KiB: " + (after - before) / 1024);
    }
  }

  private void redeploy(int times, String report) throws Exception {
    for (int i = 0; i < times; i++) {
      old.add(new WeakReference<>(server.undeploy("one")));
      server.deploy("one", folder.resolve("one"));
      String now = get("one");
      if (!now.startsWith(report)) {
        throw new IllegalStateException(now);
      }
    }
  }

  private int collected() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      System.gc();
      int collected = 0;
      for (WeakReference<ClassLoader> loader : old) {
        collected += loader.get() == null ? 1 : 0;
      }
      if (collected == old.size() || System.nanoTime() > deadline) {
        return collected;
      }
      Thread.sleep(100);
    }
  }

  /** What lives, once collections no longer find anything. */
  private static long heap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    int vain = 0;
    while (vain < 3) {
      System.gc();
      Thread.sleep(50);
      long used = runtime.totalMemory() - runtime.freeMemory();
      vain = used < least - 1024 ? 0 : vain + 1;
      least = Math.min(least, used);
    }
    return least;
  }

  private String get(String name) throws IOException {
    String url = "http://127.0.0.1:" + server.port() + "/" + name + "/report";
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    try (InputStream body =
        connection.getResponseCode() == 200
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
