package io.tollgate.core.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.StatusJson;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Answers every request. Paths are compared as they were sent: no prefix, no dots, no percent signs
 * stand for anything.
 *
 * <p>What is thrown here makes the JDK's server close the connection and forget it; {@link
 * HttpExchange#close} before an answer would only close it.
 */
final class Front implements HttpHandler {
  private static final int MOST_TARGET = 1024;
  private static final int MOST_HEADERS = 8 * 1024;
  private static final int MOST_BODY = 1024;

  /** What is read of a body that is too large, so that its sender gets to read why. */
  private static final int MOST_READ = 64 * 1024;

  private static final String READY = "/health/ready";
  private static final String LIVE = "/health/live";
  private static final String METRICS = "/metrics";
  private static final String STATUS = "/license/status";
  private static final String CHECKER = "/checker";
  private static final List<String> PATHS = List.of(READY, LIVE, METRICS, STATUS, CHECKER);
  private static final String GET = "GET";
  private static final String HEAD = "HEAD";
  private static final int NO_BODY = -1;

  private final FactsInTime facts;
  private final Metrics metrics;
  private final AdminToken admin;
  private final String version;
  private final Workers workers;
  private final Endpoint.Failures failures;
  private final SplittableRandom random = new SplittableRandom();

  Front(
      FactsInTime facts,
      Metrics metrics,
      AdminToken admin,
      String version,
      Workers workers,
      Endpoint.Failures failures) {
    this.facts = facts;
    this.metrics = metrics;
    this.admin = admin;
    this.version = version;
    this.workers = workers;
    this.failures = failures;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    int body = exchange.getRequestBody().readNBytes(MOST_READ).length;
    Reply reply = reply(exchange, body);
    if (reply.status() == Reply.UNAUTHORIZED) {
      // A guess costs time, and not that of a thread.
      if (!workers.later(new Sending(exchange, reply), new Closing(exchange))) {
        throw new IOException("too many wrong tokens");
      }
      return;
    }
    if (body < MOST_READ) {
      send(exchange, reply);
    } else {
      write(exchange, reply).flush();
      throw new IOException("there is more of the request than anybody wants to read");
    }
  }

  private Reply reply(HttpExchange exchange, int body) {
    try {
      return answer(exchange, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(Reply.UNAVAILABLE, ErrorCode.ENDPOINT_BUSY, Map.of());
    } catch (Throwable e) {
      String correlation = correlation();
      failures.failed(correlation, e);
      return Reply.error(
          Reply.SERVER_ERROR, new Refusal(ErrorCode.ENDPOINT_ERROR, ""), correlation, Map.of());
    }
  }

  private Reply answer(HttpExchange exchange, int body) throws IOException, InterruptedException {
    if (!isPlain(exchange)) {
      return error(Reply.BAD_REQUEST, ErrorCode.ENDPOINT_REQUEST, Map.of());
    }
    if (exchange.getRequestURI().toString().length() > MOST_TARGET) {
      return error(Reply.URI_TOO_LONG, ErrorCode.ENDPOINT_SIZE, Map.of());
    }
    if (sizeOf(exchange.getRequestHeaders()) > MOST_HEADERS) {
      return error(Reply.HEADERS_TOO_LARGE, ErrorCode.ENDPOINT_SIZE, Map.of());
    }
    String path = exchange.getRequestURI().getRawPath();
    if (!PATHS.contains(path)) {
      return error(Reply.NOT_FOUND, ErrorCode.ENDPOINT_PATH, Map.of());
    }
    String method = exchange.getRequestMethod();
    if (!method.equals(GET) && !method.equals(HEAD)) {
      return error(
          Reply.METHOD_NOT_ALLOWED, ErrorCode.ENDPOINT_METHOD, Map.of("Allow", "GET, HEAD"));
    }
    if (body > MOST_BODY) {
      return error(Reply.CONTENT_TOO_LARGE, ErrorCode.ENDPOINT_SIZE, Map.of());
    }
    if (path.equals(STATUS) && !admin.admits(first(exchange, "Authorization"))) {
      return error(
          Reply.UNAUTHORIZED, ErrorCode.ENDPOINT_TOKEN, Map.of("WWW-Authenticate", "Bearer"));
    }
    if (path.equals(CHECKER)) {
      return WebPage.CHECKER.reply();
    }
    Optional<Facts> known = facts.now();
    if (known.isEmpty()) {
      return error(Reply.UNAVAILABLE, ErrorCode.ENDPOINT_BUSY, Map.of("Retry-After", "5"));
    }
    return page(path, known.get(), first(exchange, "Accept"));
  }

  private Reply page(String path, Facts known, String accept) throws IOException {
    return switch (path) {
      case READY -> Reply.of(Health.ready(version, known));
      case LIVE -> Reply.of(Health.live(version, known));
      case METRICS -> metrics.reply(known, accept);
      default -> Reply.of(StatusJson.withGates(known));
    };
  }

  /**
   * Whether two readers of the request would read the same (RFC 9112 §3.2, §6.3): what the JDK's
   * server lets through, in some of its versions, is not passed on.
   */
  private static boolean isPlain(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String protocol = exchange.getProtocol();
    boolean old = protocol.equals("HTTP/1.0");
    int hosts = count(headers, "Host");
    int lengths = count(headers, "Content-Length");
    int encodings = count(headers, "Transfer-Encoding");
    return (old || protocol.equals("HTTP/1.1"))
        && (hosts == 1 || (old && hosts == 0))
        && lengths + encodings <= 1
        && count(headers, "Authorization") <= 1;
  }

  private static int count(Headers headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? 0 : values.size();
  }

  private static String first(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static int sizeOf(Headers headers) {
    int size = 0;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        size += header.getKey().length() + value.length();
      }
    }
    return size;
  }

  private Reply error(int status, ErrorCode code, Map<String, String> headers) {
    return Reply.error(status, new Refusal(code, ""), correlation(), headers);
  }

  private String correlation() {
    long number;
    synchronized (random) {
      number = random.nextLong();
    }
    String hex = Long.toHexString(number);
    return "0".repeat(Long.BYTES * 2 - hex.length()) + hex;
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    write(exchange, reply);
    exchange.close();
  }

  private static OutputStream write(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.type());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", "default-src 'none'");
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      headers.set(header.getKey(), header.getValue());
    }
    if (reply.status() >= Reply.BAD_REQUEST && reply.status() != Reply.NOT_FOUND) {
      headers.set("Connection", "close");
    }
    OutputStream body = exchange.getResponseBody();
    if (exchange.getRequestMethod().equals(HEAD)) {
      headers.set("Content-Length", Integer.toString(reply.content().length));
      exchange.sendResponseHeaders(reply.status(), NO_BODY);
    } else {
      exchange.sendResponseHeaders(reply.status(), reply.content().length);
      body.write(reply.content());
    }
    return body;
  }

  /** The answer that had to wait. */
  private record Sending(HttpExchange exchange, Reply reply) implements Runnable {
    @Override
    public void run() {
      try {
        send(exchange, reply);
      } catch (IOException e) {
        // The asker has gone.
        exchange.close();
      }
    }
  }

  private record Closing(HttpExchange exchange) implements Runnable {
    @Override
    public void run() {
      exchange.close();
    }
  }
}
