package io.tollgate.dist;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a vendor runs for the products out there: an HTTPS server, on loopback, with a certificate
 * of an authority that no JDK knows. Does as it is told, nonsense too.
 */
final class VendorServer implements AutoCloseable {
  /** A name besides {@code localhost} that its certificate is for, and that nobody resolves. */
  static final String NAME = "keys.acme.example";

  private static final String PASSWORD = "changeit";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);

  private VendorServer(SSLContext context, int port) throws IOException {
    this.server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A certificate authority, and the certificate for {@code localhost} that it has made. */
  record Authority(SSLContext context, Path pem) {

    /** Made by {@code keytool}, in that folder. */
    static Authority make(Path folder, String name) throws IOException, InterruptedException {
      Path store = folder.resolve(name + ".p12");
      keytool(folder, store, "ca", "-dname", "CN=" + name, "-ext", "bc:c=ca:true");
      keytool(
          folder,
          store,
          "server",
          "-dname",
          "CN=localhost",
          "-signer",
          "ca",
          "-ext",
          "san=dns:localhost,dns:" + NAME);
      try {
        KeyStore both = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyStore server = KeyStore.getInstance("PKCS12");
        server.load(null, null);
        server.setKeyEntry(
            "server",
            both.getKey("server", PASSWORD.toCharArray()),
            PASSWORD.toCharArray(),
            both.getCertificateChain("server"));
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(server, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new Authority(
            context,
            Files.writeString(folder.resolve(name + ".pem"), pem(both.getCertificate("ca"))));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    private static void keytool(Path folder, Path store, String alias, String... more)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.addAll(List.of(Jdk.ofTheseTests().tool("keytool"), "-genkeypair", "-alias", alias));
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
      command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
      command.addAll(List.of(more));
      Run.of(command, Map.of(), folder).assertStatus(0);
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    }
  }

  static VendorServer start(Authority authority) throws IOException {
    return new VendorServer(authority.context(), 0);
  }

  /** Takes the place of one that was closed. */
  static VendorServer startAt(Authority authority, int port) throws IOException {
    return new VendorServer(authority.context(), port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String path) {
    return "https://localhost:" + port() + path;
  }

  /** How often that path was asked for. */
  int requests(String path) {
    return counter(path).get();
  }

  private AtomicInteger counter(String path) {
    return requests.computeIfAbsent(path, unused -> new AtomicInteger());
  }

  /** From now on that path is this text. */
  VendorServer serve(String path, String body) {
    return answer(path, exchange -> send(exchange, 200, body));
  }

  VendorServer answer(String path, HttpHandler handler) {
    answers.put(path, handler);
    return this;
  }

  /** Takes the request and says nothing. */
  void hang(HttpExchange exchange) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  static HttpHandler redirectingTo(String url) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", url);
      send(exchange, 302, "");
    };
  }

  /** That much white space, all of which is announced, or an unknown amount of it. */
  static HttpHandler flooding(long bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes == Long.MAX_VALUE ? 0 : bytes);
      byte[] spaces = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
      try (OutputStream out = exchange.getResponseBody()) {
        for (long sent = 0; sent < bytes; sent += spaces.length) {
          out.write(spaces);
        }
      }
    };
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    counter(path).incrementAndGet();
    try (exchange) {
      answers.getOrDefault(path, unknown -> send(unknown, 404, "")).handle(exchange);
    }
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
