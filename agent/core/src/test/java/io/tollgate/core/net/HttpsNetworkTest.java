package io.tollgate.core.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.core.system.Fetched;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsNetworkTest {
  private static final int MOST_BYTES = 256 << 10;
  private static final int ENOUGH_MILLIS = 20_000;
  private static final int FEW_MILLIS = 700;
  private static final Authority AUTHORITY = new Authority("Acme CA");
  private static final SSLContext LOCALHOST = AUTHORITY.server("localhost");

  @TempDir Path folder;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<AutoCloseable> servers = new ArrayList<>();
  private Path authorities;

  @BeforeEach
  void writeTheAuthority() throws IOException {
    authorities = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
  }

  @AfterEach
  void stopServers() throws Exception {
    over.countDown();
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  @Test
  void aServerOfTheOperatorsAuthorityIsTrusted() throws Exception {
    TestServer server = https(TestServer.answering(200, "{\"keys\":[]}"));
    assertBody("{\"keys\":[]}", fetch(server.url("/keys?v=1#part")));
  }

  @Test
  void aRequestSaysWhoAsksForWhatAndNothingElse() throws Exception {
    TestServer server = https(TestServer.answering(200, "x"));
    assertBody("x", fetch(server.url("/")));
    Headers headers = server.requests().get(0);
    assertEquals("application/json, application/jwt, */*;q=0.1", headers.getFirst("Accept"));
    String userAgent = headers.getFirst("User-Agent");
    assertTrue(userAgent.matches("Tollgate/[0-9].*"), userAgent);
    for (String name : headers.keySet()) {
      assertTrue(
          List.of("Accept", "User-agent", "Host", "Connection", "Content-length").contains(name),
          name);
    }
  }

  @Test
  void aServerOfAnUnknownAuthorityIsNot() throws Exception {
    TestServer server = https(TestServer.answering(200, "x"));
    String why = why(network(Optional.empty(), ENOUGH_MILLIS).get(server.url("/"), MOST_BYTES));
    assertTrue(why.startsWith("localhost:" + server.port() + " is not trusted: "), why);
    assertEquals(List.of(), server.requests());
  }

  @Test
  void theFileMayHoldSeveralAuthoritiesAndCommentsBetweenThem() throws Exception {
    Files.writeString(
        authorities,
        "# one\n"
            + new Authority("Other").pem()
            + "# two\n"
            + AUTHORITY.pem().replace("\n", "\r\n"));
    assertBody("x", fetch(https(TestServer.answering(200, "x")).url("/")));
  }

  @Test
  void aCertificateThatOnlyHasTheFrameOfOneIsFoundWhenItIsNeeded() throws Exception {
    byte[] framed = new byte[131];
    framed[0] = 0x30;
    framed[1] = (byte) 0x81;
    framed[2] = (byte) 0x80;
    Files.writeString(
        authorities,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getEncoder().encodeToString(framed)
            + "\n-----END CERTIFICATE-----\n");
    assertEquals(
        "localhost cannot be asked: ca.file is "
            + authorities
            + ", which has a CERTIFICATE that cannot be read",
        why(fetch("https://localhost/")));
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    TestServer server = https(AUTHORITY.server("keys.other.test"), TestServer.answering(200, "x"));
    assertFailed(
        "is not trusted: No subject alternative DNS name matching localhost found",
        server.url("/"));
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    SSLContext expired = AUTHORITY.server("localhost", Instant.now().minus(Duration.ofHours(1)));
    assertFailed(
        "is not trusted: NotAfter", https(expired, TestServer.answering(200, "x")).url("/"));
  }

  @Test
  void aJvmThatChecksNoHostNamesChecksOurs() throws Exception {
    TestServer server = https(AUTHORITY.server("keys.other.test"), TestServer.answering(200, "x"));
    String said =
        FetchProgram.run(
            "-Djdk.internal.httpclient.disableHostnameVerification=true",
            authorities.toString(),
            server.url("/"));
    assertTrue(
        said.contains("is not trusted: No subject alternative DNS name matching localhost found"),
        said);
  }

  @Test
  void aRuntimeWithoutTheClientSaysSo() throws Exception {
    String said =
        FetchProgram.run("--limit-modules=java.base", authorities.toString(), "https://localhost/");
    assertEquals(
        "failed: localhost cannot be asked: that needs the module java.net.http, which this runtime"
            + " does not have",
        said);
  }

  @Test
  void whatTheHostHasMadeItsDefaultChangesNothing() throws Exception {
    TestServer server = https(TestServer.answering(200, "x"));
    SSLContext context = SSLContext.getDefault();
    ProxySelector selector = ProxySelector.getDefault();
    Asked asked = new Asked();
    try {
      SSLContext.setDefault(trustingEverybody());
      ProxySelector.setDefault(asked);
      Authenticator.setDefault(asked.authenticator());
      CookieHandler.setDefault(new CookieManager());
      String why = why(network(Optional.empty(), ENOUGH_MILLIS).get(server.url("/"), MOST_BYTES));
      assertTrue(why.contains("is not trusted"), why);
      assertBody("x", fetch(server.url("/")));
      assertEquals(0, asked.times.get());
    } finally {
      SSLContext.setDefault(context);
      ProxySelector.setDefault(selector);
      Authenticator.setDefault(null);
      CookieHandler.setDefault(null);
    }
  }

  @Test
  void aServerThatNeitherAnswersNorHangsUpIsLeft() throws Exception {
    ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    servers.add(silent);
    assertLate("https://localhost:" + silent.getLocalPort() + "/");
    try (Socket accepted = silent.accept()) {
      accepted.setSoTimeout(ENOUGH_MILLIS);
      // The client's greeting, and then its end: nothing is kept.
      accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  @Test
  void aServerThatSendsNoHeadersIsLeft() throws Exception {
    assertLate(https(exchange -> over()).url("/"));
  }

  @Test
  void aServerThatDripsIsLeft() throws Exception {
    HttpHandler dripping =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (!over(50)) {
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
          }
        };
    assertLate(https(dripping).url("/"));
  }

  @Test
  void aServerThatStopsInTheBodyIsLeft() throws Exception {
    assertLate(https(this::stopInTheBody).url("/"));
  }

  @Test
  void theDeadlineIsOneForAllRedirects() throws Exception {
    HttpHandler slow =
        exchange -> {
          over(FEW_MILLIS / 2);
          redirect(exchange, 302, "/next");
        };
    assertLate(https(slow).url("/"));
  }

  @Test
  void aFloodIsCutOff() throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch cutOff = new CountDownLatch(1);
    HttpHandler flooding =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] kib = new byte[1024];
          try {
            while (!over(0)) {
              exchange.getResponseBody().write(kib);
              written.addAndGet(kib.length);
            }
          } catch (IOException e) {
            cutOff.countDown();
          }
        };
    assertFailed("answered with what is larger than 256 KiB", https(flooding).url("/"));
    assertTrue(cutOff.await(ENOUGH_MILLIS, TimeUnit.MILLISECONDS));
    // What lies in the buffers between the two counts too.
    assertTrue(written.get() < 16 << 20, written + " bytes");
  }

  @Test
  void aLengthOverTheLimitIsRefusedAtOnce() throws Exception {
    HttpHandler announcing =
        exchange -> {
          exchange.sendResponseHeaders(200, 10 << 20);
          exchange.getResponseBody().flush();
          over();
        };
    assertFailed("answered with what is larger than 256 KiB", https(announcing).url("/"));
  }

  @Test
  void theLimitItselfIsAllowed() throws Exception {
    String body = "x".repeat(1_000);
    HttpHandler unannounced =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(body.getBytes(UTF_8));
        };
    HttpsNetwork network = network(Optional.of(authorities.toString()), ENOUGH_MILLIS);
    for (HttpHandler handler : List.of(unannounced, TestServer.answering(200, body))) {
      String url = https(handler).url("/");
      assertBody(body, network.get(url, 1_000));
      String why = why(network.get(url, 999));
      assertTrue(why.endsWith("is larger than 999 bytes"), why);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304, 400, 401, 404, 407, 500, 503})
  void anythingButOkIsAFailure(int status) throws Exception {
    assertFailed("answered " + status, https(TestServer.answering(status, "")).url("/"));
  }

  @Test
  void theBodyOfAnErrorIsNotWaitedFor() throws Exception {
    HttpHandler failing =
        exchange -> {
          exchange.sendResponseHeaders(500, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          over();
        };
    assertFailed("answered 500", https(failing).url("/"));
  }

  @Test
  void anEmptyDocumentIsOne() throws Exception {
    assertBody("", fetch(https(TestServer.answering(200, "")).url("/")));
  }

  @Test
  void anEncodingThatNobodyAskedForIsRefused() throws Exception {
    HttpHandler zipping =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          TestServer.answer(exchange, 200, "x");
        };
    assertFailed("answered in the encoding gzip", https(zipping).url("/"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectOnTheSameServerIsFollowed(int status) throws Exception {
    HttpHandler moved =
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/new")) {
            TestServer.answer(exchange, 200, "moved");
          } else {
            redirect(exchange, status, "new?q#f");
          }
        };
    assertBody("moved", fetch(https(moved).url("/old")));
  }

  @Test
  void threeRedirectsAreFollowedAndNoMore() throws Exception {
    HttpHandler counting =
        exchange -> {
          int left = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          if (left == 0) {
            TestServer.answer(exchange, 200, "there");
          } else {
            redirect(exchange, 302, "/" + (left - 1));
          }
        };
    TestServer server = https(counting);
    assertBody("there", fetch(server.url("/3")));
    assertFailed("redirects more than 3 times", server.url("/4"));
  }

  @Test
  void aRedirectElsewhereIsNotFollowed() throws Exception {
    TestServer other = https(TestServer.answering(200, "x"));
    TestServer plain = servers(TestServer.http(TestServer.answering(200, "x")));
    assertRedirectFails("redirects to another host", other.url("127.0.0.1", "/"));
    assertRedirectFails("redirects to another host", "//keys.other.test/");
    assertRedirectFails("redirects to another port", other.url("/"));
    assertRedirectFails("redirects from https to http", plain.url("/"));
    assertRedirectFails("redirects from https to file", "file:///etc/passwd");
    assertRedirectFails("redirects to what is no URL", "https://[");
    assertRedirectFails("redirects to what may not be fetched", "https://u:p@localhost/");
    assertEquals(List.of(), other.requests());
    assertEquals(List.of(), plain.requests());
  }

  @Test
  void aRedirectToNowhereIsAnAnswer() throws Exception {
    assertFailed("answered 302", https(TestServer.answering(302, "")).url("/"));
  }

  @Test
  void aNameThatDoesNotExistIsAFailure() throws Exception {
    String why = why(network(Optional.empty(), 5_000).get("https://nothing.invalid/x", 1));
    // A resolver that is itself out of reach takes its time.
    assertTrue(
        why.equals("nothing.invalid cannot be resolved")
            || why.equals("nothing.invalid did not answer within 5 s"),
        why);
  }

  @Test
  void aClosedPortIsAFailure() throws Exception {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.close();
    assertFailed("cannot be reached", "https://localhost:" + socket.getLocalPort() + "/");
  }

  @Test
  void aServerThatSpeaksAnotherProtocolIsAFailure() throws Exception {
    ServerSocket plain = plainServer("HTTP/1.1 400 What\r\n\r\n");
    assertFailed("does not agree on TLS: ", "https://localhost:" + plain.getLocalPort() + "/");
  }

  @Test
  void anAnswerThatIsNoHttpIsAFailureInOnePrintableLine() throws Exception {
    ServerSocket plain = plainServer("\u001b[2J\r\n\r\n");
    String why = why(fetch("http://localhost:" + plain.getLocalPort() + "/"));
    assertTrue(why.startsWith("localhost:" + plain.getLocalPort() + " broke off: "), why);
    assertTrue(why.chars().allMatch(c -> c >= ' ' && c < 0x7f), why);
  }

  @Test
  void plainHttpIsForLoopback() throws Exception {
    TestServer plain = servers(TestServer.http(TestServer.answering(200, "x")));
    assertBody("x", fetch(plain.url("localhost", "/")));
    assertBody("x", fetch(plain.url("127.0.0.1", "/")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys",
        "http://keys.acme.test/",
        "http://127.0.0.1.acme.test/",
        "http://127.1/",
        "http://127.0.0.256/",
        "http://localhost.acme.test/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "https:///x",
        "https:keys",
        "https://user:secret@localhost/",
        "https://localhost:0/",
        "https://localhost:65536/",
        "https://local host/"
      })
  void noOtherUrlIsFetched(String url) throws Exception {
    assertEquals("the URL is neither https nor http on loopback, without a user", why(fetch(url)));
  }

  @Test
  void aWaitThatIsInterruptedEndsAndStaysInterrupted() throws Exception {
    String url = https(exchange -> over()).url("/");
    Thread.currentThread().interrupt();
    String why = why(fetch(url));
    assertTrue(Thread.interrupted());
    assertTrue(why.endsWith("was not waited for"), why);
  }

  @Test
  void noThreadIsLeft() throws Exception {
    TestServer server = https(TestServer.answering(200, "x"));
    for (int i = 0; i < 20; i++) {
      assertBody("x", fetch(server.url("/")));
    }
    assertLate(https(exchange -> over()).url("/"));
    assertLate(https(this::stopInTheBody).url("/"));
    eventually(
        () -> {
          // Up to JDK 20 the client's own thread ends with the client's object.
          System.gc();
          return threads().isEmpty();
        });
  }

  @Test
  void threadsAreDaemonsAndHoldNoClassLoader() throws Exception {
    String url = https(exchange -> over()).url("/");
    Thread waiting = new Thread(() -> why(network().get(url, 1)));
    waiting.start();
    eventually(() -> threads().size() >= 2);
    for (Thread thread : threads()) {
      assertTrue(thread.isDaemon(), thread.getName());
      assertEquals(null, thread.getContextClassLoader(), thread.getName());
    }
    waiting.interrupt();
    waiting.join();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches(FetchThreads.NAME + ".*|HttpClient-.*"))
        .toList();
  }

  /** Says this to the first who comes. */
  private ServerSocket plainServer(String answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    servers.add(server);
    Thread thread =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[1024]);
                client.getOutputStream().write(answer.getBytes(UTF_8));
                over();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private void assertRedirectFails(String why, String location) throws Exception {
    assertFailed(why, https(exchange -> redirect(exchange, 302, location)).url("/"));
  }

  private static void redirect(HttpExchange exchange, int status, String location)
      throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    TestServer.answer(exchange, status, "elsewhere");
  }

  private TestServer https(HttpHandler handler) throws IOException {
    return https(LOCALHOST, handler);
  }

  private TestServer https(SSLContext context, HttpHandler handler) throws IOException {
    return servers(TestServer.https(context, handler));
  }

  private TestServer servers(TestServer server) {
    servers.add(server);
    return server;
  }

  private void stopInTheBody(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 10);
    exchange.getResponseBody().write('x');
    exchange.getResponseBody().flush();
    over();
  }

  /** Waits for the test's end. */
  private void over() {
    over(ENOUGH_MILLIS);
  }

  private boolean over(int millis) {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private HttpsNetwork network() {
    return network(Optional.of(authorities.toString()), ENOUGH_MILLIS);
  }

  private static HttpsNetwork network(Optional<String> caFile, int mostMillis) {
    try {
      return new HttpsNetwork(
          caFile, Optional.empty(), new LocalFiles(), Machine.PLAIN, mostMillis);
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  private Fetched fetch(String url) {
    return network().get(url, MOST_BYTES);
  }

  private void assertLate(String url) {
    long begin = System.nanoTime();
    String why = why(network(Optional.of(authorities.toString()), FEW_MILLIS).get(url, MOST_BYTES));
    assertTrue(why.endsWith(" did not answer within 700 ms"), why);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    assertTrue(millis >= FEW_MILLIS && millis < FEW_MILLIS + 2_000, millis + " ms");
  }

  private void assertFailed(String what, String url) {
    String why = why(fetch(url));
    String server = URI.create(url).getAuthority();
    assertTrue(why.startsWith(server + " " + what), why);
  }

  private static void assertBody(String body, Fetched fetched) {
    assertFalse(fetched instanceof Fetched.Failed, () -> why(fetched));
    assertArrayEquals(body.getBytes(UTF_8), ((Fetched.Body) fetched).bytes());
  }

  private static String why(Fetched fetched) {
    return assertInstanceOf(Fetched.Failed.class, fetched).why();
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + ENOUGH_MILLIS * 1_000_000L;
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        fail("still there: " + threads());
      }
      Thread.sleep(50);
    }
  }

  private static SSLContext trustingEverybody() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustingEverybody()}, null);
    return context;
  }

  private static final class TrustingEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Counts how often the host is asked. */
  private static final class Asked extends ProxySelector {
    private final AtomicInteger times = new AtomicInteger();

    @Override
    public List<Proxy> select(URI uri) {
      times.incrementAndGet();
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      times.incrementAndGet();
    }

    private Authenticator authenticator() {
      return new Authenticator() {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
          times.incrementAndGet();
          return new PasswordAuthentication("host", new char[0]);
        }
      };
    }
  }
}
