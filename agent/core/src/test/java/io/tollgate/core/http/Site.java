package io.tollgate.core.http;

import io.tollgate.core.audit.AuditLog;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Offline;
import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.lifecycle.Timekeeper;
import io.tollgate.core.lifecycle.Vetoes;
import io.tollgate.core.renewal.Renewal;
import io.tollgate.core.settings.HttpAddress;
import io.tollgate.core.source.MountedFile;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.StatusBoard;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalLedger;
import io.tollgate.core.system.LocalLineFiles;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.SystemClock;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.TestKey;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A real endpoint over the real facts of a license, on a port of its own. */
final class Site implements AutoCloseable {
  static final long DAY = 86_400;

  /** 2026-04-25T12:34:56.789Z. */
  static final long NOW = 1_777_120_496_789L;

  static final String SECRET = "a-token-that-nobody-guesses";

  private static final TestKey KEY = TestKey.generate();

  /** A guess costs so much here. */
  static final long DELAY = 300;

  /** So long may a request take here. */
  static final long PATIENCE = 1_500;

  final LicenseKeeper keeper;
  final StatusBoard board;
  final Path adminFile;
  final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final BlockingQueue<String> locked = new LinkedBlockingQueue<>();
  final StandingClock clock = new StandingClock();
  final Store store;
  final Path audit;
  private final Endpoint endpoint;

  private Site(
      Path folder,
      LicenseKeeper keeper,
      StatusBoard board,
      Facts facts,
      String prefix,
      Store store,
      boolean writesAudit)
      throws IOException, InterruptedException {
    this.keeper = keeper;
    this.board = board;
    this.store = store;
    this.audit = folder.resolve("audit.jsonl");
    this.adminFile = Files.writeString(folder.resolve("admin"), "  " + SECRET + " \r\n");
    this.endpoint =
        inDaemon(
            new Endpoint.Content(
                facts,
                prefix,
                Optional.of(adminFile.toString()),
                new LocalFiles(),
                writesAudit ? Optional.of(audit.toString()) : Optional.empty(),
                new LocalLineFiles(),
                Optional.of(store),
                new Renewal(keeper, clock, store, row -> {}, Map::of),
                clock),
            new Endpoint.Failures() {
              @Override
              public void failed(String correlation, Throwable problem) {
                failures.add(correlation + " " + problem);
              }

              @Override
              public void locked(String address) {
                locked.add(address);
              }
            });
  }

  /** As in the agent, where a daemon thread opens it. */
  private static Endpoint inDaemon(Endpoint.Content content, Endpoint.Failures failures)
      throws IOException, InterruptedException {
    CompletableFuture<Endpoint> opened = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                opened.complete(
                    Endpoint.open(
                        new HttpAddress("127.0.0.1", 0),
                        content,
                        failures,
                        new Workers.Limits(4, PATIENCE, 300, DELAY)));
              } catch (IOException | RuntimeException e) {
                opened.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    thread.join();
    return opened.join();
  }

  /** A site with a license of these claims; none if they are empty. */
  static Site of(Path folder, String policyLines, String claims)
      throws IOException, InterruptedException {
    return of(folder, policyLines, claims, null);
  }

  static Site of(Path folder, String policyLines, String claims, @Nullable Facts other)
      throws IOException, InterruptedException {
    return of(folder, policyLines, claims, other, true);
  }

  /** A site without a state folder, whose audit log is in the store alone. */
  static Site withoutAuditFile(Path folder) throws IOException, InterruptedException {
    return of(folder, "", claims(5, ""), null, false);
  }

  private static Site of(
      Path folder, String policyLines, String claims, @Nullable Facts other, boolean writesAudit)
      throws IOException, InterruptedException {
    Path token = folder.resolve("token");
    if (!claims.isEmpty()) {
      Files.writeString(token, token(claims));
    }
    Policy policy = policy(policyLines);
    Timekeeper clock = new Timekeeper(new StandingClock(), Timekeeper.Mark.NONE);
    Path state = folder.resolve("state");
    Store store = TestStores.embedded(state, new SystemClock());
    LocalFiles files = new LocalFiles();
    LicenseKeeper keeper =
        new LicenseKeeper(
            new Verifier(policy),
            policy.rules(),
            List.of(
                new MountedFile(token.toString(), files),
                TestStores.before(store),
                TestStores.present(store)),
            Vetoes.now(Revocations.read(policy, policy.keys(), files, Optional.empty())),
            clock.now());
    StatusBoard board =
        new StatusBoard(
            policy.productName(),
            keeper,
            clock,
            Offline.never(),
            Optional.empty(),
            Optional::empty,
            new GateKeeper(),
            new WovenGates());
    keeper.add(board);
    keeper.add(
        new AuditLog(
            new LocalLedger(new LocalStorage(), folder.toString(), AuditLog.NAME),
            clock,
            policy.productName(),
            "a-process",
            new NoTrouble(),
            AuditLog.NO_COPY));
    return new Site(
        folder,
        keeper,
        board,
        other == null ? board : other,
        policy.metricsPrefix(),
        store,
        writesAudit);
  }

  /** The claims of a license that ends so many days from now. */
  static String claims(long days, String more) {
    return "{\"sub\":\"acme-corp\",\"jti\":\"lic-1\",\"exp\":"
        + (NOW / 1000 + days * DAY)
        + more
        + "}";
  }

  static String token(String claims) {
    return KEY.sign("{\"alg\":\"ES256\"}", claims);
  }

  private static Policy policy(String lines) {
    String text = "product.name=P\nproduct.contact=C\nkeys.file=k\n" + lines;
    try {
      return PolicyReader.read(
          "policy",
          name -> (name.equals("k") ? KEY.jwk("k1") : text).getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  int port() {
    return endpoint.port();
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> put(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .PUT(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A connection that is written to by hand. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** What comes back for these bytes until the other side closes. */
  String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      } catch (SocketException e) {
        // The other side has read enough; it may have said so before.
        return rest(socket);
      }
      return rest(socket);
    }
  }

  /** All that comes until the other side closes, or resets what it did not want to read. */
  static String rest(Socket socket) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      int next;
      while ((next = socket.getInputStream().read()) >= 0) {
        read.write(next);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still open: " + read.toString(StandardCharsets.ISO_8859_1), e);
    } catch (IOException e) {
      return read.toString(StandardCharsets.ISO_8859_1);
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    endpoint.close();
    store.close();
  }

  private static final class NoTrouble implements AuditLog.Trouble {
    @Override
    public void cannotWrite(String why) {
      throw new AssertionError(why);
    }

    @Override
    public void canWrite() {}
  }

  /** The wall clock stands; the other goes on when a test says so. */
  static final class StandingClock implements Clock {
    private final AtomicLong elapsed = new AtomicLong();

    void pass(long millis) {
      elapsed.addAndGet(millis);
    }

    @Override
    public long now() {
      return NOW;
    }

    @Override
    public long elapsed() {
      return elapsed.get();
    }

    @Override
    public void pause(long millis) {
      throw new AssertionError("nobody waits here");
    }
  }
}
