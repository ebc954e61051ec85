package io.tollgate.testapp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application in a JVM of its own, spoken to over HTTP. */
final class App implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final String ORDER =
      """
      {"customer": "Acme", "product": "Anvil", "quantity": 3}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final JavaProcess process;
  private final URI address;
  private final String startNotice;

  /** What came back. */
  record Answer(int status, String body) {
    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    /** The body of an error. */
    JsonNode error() {
      return json().path("error");
    }
  }

  private App(JavaProcess process, int port) {
    this.process = process;
    this.address = URI.create("http://127.0.0.1:" + port);
    this.startNotice = process.stderr();
  }

  /** Waits until the application answers; ends the process if it does not. */
  static App ready(JavaProcess process) throws Exception {
    Path portFile = process.folder().resolve(Launch.PORT_FILE);
    try {
      Eventually.holds(
          "the application has started",
          MOST,
          () -> !process.isAlive() || (Files.exists(portFile) && Files.size(portFile) > 0),
          process::describe);
      if (!process.isAlive()) {
        throw new AssertionError("The application has not come up.\n" + process.describe());
      }
      App app = new App(process, Integer.parseInt(Files.readString(portFile).strip()));
      assertEquals(200, app.get("/health").status(), process::describe);
      return app;
    } catch (Throwable e) {
      process.close();
      throw e;
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** Tries to place an order that nothing is wrong with. */
  Answer placeOrder() throws IOException, InterruptedException {
    return post("/orders", ORDER);
  }

  int countOrders() throws IOException, InterruptedException {
    Answer answer = get("/orders");
    assertEquals(200, answer.status(), this::describe);
    return answer.json().size();
  }

  /** Puts a token at the mount as the kubelet does, in one step. */
  void mount(String token) throws IOException {
    Path mounted = process.folder().resolve(Launch.TOKEN_FILE);
    Path next = mounted.resolveSibling("next");
    Files.writeString(next, token);
    Files.move(next, mounted, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String stdout() {
    return process.stdout();
  }

  String stderr() {
    return process.stderr();
  }

  /** What stood on stderr when the application first answered, before any licensed call. */
  String startNotice() {
    return startNotice;
  }

  String describe() {
    return process.describe();
  }

  @Override
  public void close() {
    process.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(MOST);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }
}
