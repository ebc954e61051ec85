package io.tollgate.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.system.Fetched;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.verifier.license.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches through a proxy that knows where {@code keys.invalid} is; nobody else does. */
class ProxyTest {
  private static final String HOST = "keys.invalid";
  private static final Authority AUTHORITY = new Authority("Acme CA");

  @TempDir Path folder;
  private TestServer server;
  private ConnectProxy proxy;
  private ConnectProxy strictProxy;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem());
    server = TestServer.https(AUTHORITY.server(HOST), TestServer.answering(200, "x"));
    proxy = new ConnectProxy(server.port(), Optional.empty());
    strictProxy = new ConnectProxy(server.port(), Optional.of("us er:se:cr%et"));
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    proxy.close();
    strictProxy.close();
  }

  @Test
  void theSettingNamesTheProxy() throws Exception {
    fetched(by("http://localhost:" + proxy.port(), Machine.PLAIN));
    assertEquals(List.of(HOST + ":" + server.port()), proxy.tunnels());
  }

  @Test
  void theServersCertificateIsCheckedBehindAProxyToo() throws Exception {
    HttpsNetwork network =
        new HttpsNetwork(
            Optional.empty(),
            Optional.of("http://localhost:" + proxy.port()),
            new LocalFiles(),
            Machine.PLAIN);
    String why = why(network.get(url(), 10));
    assertTrue(why.contains(" is not trusted: "), why);
  }

  @Test
  void aVariableNamesTheProxyOtherwise() throws Exception {
    String here = "http://localhost:" + proxy.port();
    fetched(by(machine("HTTPS_PROXY", here)));
    fetched(by(machine("https_proxy", here + "/")));
    fetched(by(machine("https_proxy", "localhost:" + proxy.port())));
    assertEquals(3, proxy.tunnels().size());
  }

  @Test
  void thePropertiesOfTheJdkNameItOtherwise() throws Exception {
    fetched(
        by(
            new Machine(
                Map.of(),
                Map.of("https.proxyHost", "localhost", "https.proxyPort", "" + proxy.port()))));
    assertEquals(1, proxy.tunnels().size());
  }

  @Test
  void whatNoProxyNamesIsReachedDirectly() throws Exception {
    String why =
        why(
            by(new Machine(
                    Map.of(
                        "HTTPS_PROXY",
                        "http://localhost:" + proxy.port(),
                        "NO_PROXY",
                        "other.test,.invalid"),
                    Map.of()))
                .get(url(), 10));
    assertFalse(why.contains("through the proxy"), why);
    assertEquals(List.of(), proxy.tunnels());
  }

  @Test
  void loopbackIsNeverReachedThroughAProxy() throws Exception {
    String why =
        why(
            by("http://localhost:" + proxy.port(), Machine.PLAIN)
                .get("https://127.0.0.1:" + server.port() + "/", 10));
    // The certificate is for another name, so the server was reached.
    assertTrue(why.startsWith("127.0.0.1:" + server.port() + " is not trusted: "), why);
    assertEquals(List.of(), proxy.tunnels());
  }

  @Test
  void userAndPasswordAreForTheProxyWhereTheJvmSendsThem() throws Exception {
    assertEquals(
        "fetched",
        FetchProgram.run(
            "-Djdk.http.auth.tunneling.disabledSchemes=",
            folder.resolve("ca.pem").toString(),
            url(),
            "http://us%20er:se:cr%25et@localhost:" + strictProxy.port()));
    assertEquals(1, strictProxy.tunnels().size());
    assertEquals(null, server.requests().get(0).getFirst("Proxy-Authorization"));
    assertEquals(null, server.requests().get(0).getFirst("Authorization"));
  }

  @Test
  void aJvmThatSendsNoneSaysHowItWould() throws Exception {
    String setting = "http://us%20er:se:cr%25et@localhost:" + strictProxy.port();
    String why = why(by(setting, Machine.PLAIN).get(url(), 10));
    assertTrue(why.contains("-Djdk.http.auth.tunneling.disabledSchemes="), why);
  }

  @Test
  void aProxyThatRefusesIsNamedWithoutThePassword() throws Exception {
    String proxyName = "localhost:" + strictProxy.port();
    for (String login : List.of("", "user:secret@")) {
      String why = why(by("http://" + login + proxyName, Machine.PLAIN).get(url(), 10));
      assertTrue(
          why.startsWith(
              HOST
                  + ":"
                  + server.port()
                  + " through the proxy "
                  + proxyName
                  + " cannot be reached: the proxy "),
          why);
      assertFalse(why.contains("secret"), why);
    }
    assertEquals(List.of(), server.requests());
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws Exception {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.close();
    String proxyName = "localhost:" + socket.getLocalPort();
    String why = why(by("http://user:secret@" + proxyName, Machine.PLAIN).get(url(), 10));
    assertTrue(why.contains(" through the proxy " + proxyName + " cannot be reached"), why);
    assertFalse(why.contains("secret"), why);
  }

  @Test
  void aVariableThatIsNoProxyIsAFailureAndNotADirectRoute() throws Exception {
    String why = why(by(machine("HTTPS_PROXY", "socks5://u:secret@localhost:1")).get(url(), 10));
    assertEquals(
        HOST
            + ":"
            + server.port()
            + " cannot be asked: the variable HTTPS_PROXY is not"
            + " http://[user:password@]host:port",
        why);
  }

  private String url() {
    return server.url(HOST, "/keys?secret");
  }

  private void fetched(HttpsNetwork network) {
    Fetched fetched = network.get(url(), 10);
    assertFalse(fetched instanceof Fetched.Failed, () -> why(fetched));
    assertEquals(1, ((Fetched.Body) fetched).bytes().length);
  }

  private static Machine machine(String variable, String value) {
    return new Machine(Map.of(variable, value), Map.of());
  }

  private HttpsNetwork by(Machine machine) throws RefusedException {
    return by(Optional.empty(), machine);
  }

  private HttpsNetwork by(String setting, Machine machine) throws RefusedException {
    return by(Optional.of(setting), machine);
  }

  private HttpsNetwork by(Optional<String> setting, Machine machine) throws RefusedException {
    return new HttpsNetwork(
        Optional.of(folder.resolve("ca.pem").toString()), setting, new LocalFiles(), machine);
  }

  private static String why(Fetched fetched) {
    return assertInstanceOf(Fetched.Failed.class, fetched).why();
  }
}
