package io.tollgate.core.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.StatusJson;
import io.tollgate.core.system.Timely;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * Answers every request. Paths are compared as they were sent: no prefix, no dots, no percent signs
 * stand for anything.
 *
 * <p>What is thrown here makes the JDK's server close the connection and forget it; {@link
 * HttpExchange#close} before an answer would only close it.
 */
final class Front implements HttpHandler {
  private static final int MOST_BODY = 1024;

  /** What is read of a body that is too large, so that its sender gets to read why. */
  private static final int MOST_READ = 64 * 1024;

  private static final String READY = "/health/ready";
  private static final String LIVE = "/health/live";
  private static final String METRICS = "/metrics";
  private static final String STATUS = "/license/status";
  private static final String AUDIT = "/license/audit";
  private static final String CHECKER = "/checker";
  private static final String ADMIN = "/";
  private static final String LICENSE = "/license";
  private static final String CURRENT = "/license/current";
  private static final List<String> PATHS =
      List.of(READY, LIVE, METRICS, STATUS, AUDIT, LICENSE, CURRENT, CHECKER, ADMIN);
  private static final List<String> CLOSED = List.of(STATUS, AUDIT, LICENSE, CURRENT);
  private static final String GET = "GET";
  private static final String HEAD = "HEAD";
  private static final String PUT = "PUT";
  private static final String DELETE = "DELETE";
  private static final String TRIAL = "dry-run=true";
  private static final List<String> TYPES =
      List.of("", "text/plain", "application/json", "application/jwt");
  private static final String BUSY_SECONDS = "5";
  private static final long MILLIS = 1_000;

  /** ms to wait for a renewal: a request has five seconds. */
  private static final long PATIENCE = 4_000;

  private static final int NO_BODY = -1;

  private final FactsInTime facts;
  private final Metrics metrics;
  private final AdminToken admin;
  private final Attempts attempts;
  private final Renewals renewals;
  private final AuditTail audit;
  private final Timely<Reply> turn = new Timely<>("tollgate-http-renewal", PATIENCE);
  private final String version;
  private final Workers workers;
  private final Endpoint.Failures failures;
  private final SplittableRandom random = new SplittableRandom();

  Front(
      FactsInTime facts,
      Metrics metrics,
      AdminToken admin,
      Attempts attempts,
      Renewals renewals,
      AuditTail audit,
      String version,
      Workers workers,
      Endpoint.Failures failures) {
    this.facts = facts;
    this.metrics = metrics;
    this.admin = admin;
    this.attempts = attempts;
    this.renewals = renewals;
    this.audit = audit;
    this.version = version;
    this.workers = workers;
    this.failures = failures;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_READ);
    Reply reply = reply(exchange, body);
    if (reply.status() == Reply.UNAUTHORIZED) {
      // A guess costs time, and not that of a thread.
      if (!workers.later(new Sending(exchange, reply), new Closing(exchange))) {
        throw new IOException("too many wrong tokens");
      }
      return;
    }
    if (body.length < MOST_READ) {
      send(exchange, reply);
    } else {
      write(exchange, reply).flush();
      throw new IOException("there is more of the request than anybody wants to read");
    }
  }

  private Reply reply(HttpExchange exchange, byte[] body) {
    try {
      return answer(exchange, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return busy();
    } catch (Throwable e) {
      return failure(e);
    }
  }

  private Reply failure(Throwable problem) {
    String correlation = correlation();
    failures.failed(correlation, problem);
    return Reply.error(
        Reply.SERVER_ERROR, new Refusal(ErrorCode.ENDPOINT_ERROR, ""), correlation, Map.of());
  }

  private Reply busy() {
    return error(Reply.UNAVAILABLE, ErrorCode.ENDPOINT_BUSY, Map.of("Retry-After", BUSY_SECONDS));
  }

  private Reply answer(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    Optional<RequestRules.Broken> broken = RequestRules.broken(exchange);
    if (broken.isPresent()) {
      return error(broken.get().status(), broken.get().code(), Map.of());
    }
    String path = exchange.getRequestURI().getRawPath();
    if (!PATHS.contains(path)) {
      return error(Reply.NOT_FOUND, ErrorCode.ENDPOINT_PATH, Map.of());
    }
    String method = exchange.getRequestMethod();
    if (!allowed(path).contains(method)) {
      String allow = String.join(", ", allowed(path));
      return error(Reply.METHOD_NOT_ALLOWED, ErrorCode.ENDPOINT_METHOD, Map.of("Allow", allow));
    }
    if (body.length > (method.equals(PUT) ? MOST_READ - 1 : MOST_BODY)) {
      return error(Reply.CONTENT_TOO_LARGE, ErrorCode.ENDPOINT_SIZE, Map.of());
    }
    if (RequestRules.isFromElsewhere(exchange)) {
      return error(Reply.FORBIDDEN, ErrorCode.ENDPOINT_ORIGIN, Map.of());
    }
    if (CLOSED.contains(path)) {
      Optional<Reply> refusal = unlessAdmitted(exchange);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    if (method.equals(PUT) || method.equals(DELETE)) {
      return change(exchange, body);
    }
    if (path.equals(CHECKER)) {
      return WebPage.CHECKER.reply();
    }
    if (path.equals(ADMIN)) {
      return WebPage.ADMIN.reply();
    }
    if (path.equals(AUDIT)) {
      return auditLog(Optional.ofNullable(exchange.getRequestURI().getRawQuery()));
    }
    Optional<Facts> known = facts.now();
    if (known.isEmpty()) {
      return busy();
    }
    return page(path, known.get(), RequestRules.header(exchange, "Accept"));
  }

  private Reply page(String path, Facts known, String accept) throws IOException {
    return switch (path) {
      case READY -> Reply.of(Health.ready(version, known));
      case LIVE -> Reply.of(Health.live(version, known));
      case METRICS -> metrics.reply(known, attempts.allRefused(), accept);
      default -> Reply.of(StatusJson.withGates(known));
    };
  }

  private Reply auditLog(Optional<String> query) throws InterruptedException {
    OptionalInt last = AuditTail.asksFor(query);
    if (last.isEmpty()) {
      return error(Reply.BAD_REQUEST, ErrorCode.ENDPOINT_QUERY, Map.of());
    }
    Optional<AuditTail.Answer> answer = audit.last(last.getAsInt());
    if (answer.isEmpty()) {
      return busy();
    }
    Optional<Refusal> problem = answer.get().problem();
    return problem.isPresent()
        ? Reply.error(
            problem.get().code() == ErrorCode.ENDPOINT_AUDIT ? Reply.NOT_FOUND : Reply.UNAVAILABLE,
            problem.get(),
            correlation(),
            Map.of())
        : Reply.ofJson(answer.get().json());
  }

  private static List<String> allowed(String path) {
    return switch (path) {
      case LICENSE -> List.of(PUT);
      case CURRENT -> List.of(DELETE);
      default -> List.of(GET, HEAD);
    };
  }

  private Optional<Reply> unlessAdmitted(HttpExchange exchange) throws InterruptedException {
    String authorization = RequestRules.header(exchange, "Authorization");
    InetAddress from = exchange.getRemoteAddress().getAddress();
    // Whoever sends none at all does not guess.
    if (AdminToken.isToken(authorization)) {
      long locked = attempts.lockedFor(from);
      if (locked > 0) {
        attempts.refused();
        String seconds = Long.toString((locked + MILLIS - 1) / MILLIS);
        return Optional.of(
            error(Reply.TOO_MANY, ErrorCode.ENDPOINT_LOCKED, Map.of("Retry-After", seconds)));
      }
      if (admin.admits(authorization)) {
        attempts.right(from);
        return Optional.empty();
      }
      if (attempts.wrong(from)) {
        failures.locked(from.getHostAddress());
      }
    }
    attempts.refused();
    return Optional.of(
        error(Reply.UNAUTHORIZED, ErrorCode.ENDPOINT_TOKEN, Map.of("WWW-Authenticate", "Bearer")));
  }

  private Reply change(HttpExchange exchange, byte[] body) throws InterruptedException {
    String query = exchange.getRequestURI().getRawQuery();
    boolean put = exchange.getRequestMethod().equals(PUT);
    // Not passed over: a trial that is spelled wrong must not become a renewal.
    if (query != null && !(put && query.equals(TRIAL))) {
      return error(Reply.BAD_REQUEST, ErrorCode.ENDPOINT_QUERY, Map.of());
    }
    if (put && !isTaken(exchange)) {
      return error(Reply.UNSUPPORTED_TYPE, ErrorCode.ENDPOINT_TYPE, Map.of());
    }
    String from = exchange.getRemoteAddress().getAddress().getHostAddress();
    Change change =
        new Change(
            this,
            put ? Optional.of(body) : Optional.empty(),
            query != null,
            new Renewals.Asker(from, RequestRules.header(exchange, "User-Agent")));
    Optional<Reply> reply = turn.ask(change);
    return reply.isPresent() ? reply.get() : busy();
  }

  private static boolean isTaken(HttpExchange exchange) {
    String type = RequestRules.header(exchange, "Content-Type");
    int parameters = type.indexOf(';');
    String bare = parameters < 0 ? type : type.substring(0, parameters);
    return TYPES.contains(bare.trim().toLowerCase(Locale.ROOT))
        && RequestRules.header(exchange, "Content-Encoding").isEmpty();
  }

  /**
   * One renewal, or one step back, done by a thread of its own after those before: whoever asks is
   * cut off after a while, and nothing is to be left half done then.
   */
  private record Change(Front front, Optional<byte[]> token, boolean trial, Renewals.Asker asker)
      implements Callable<Reply> {
    @Override
    public Reply call() {
      try {
        return front.replyTo(answer());
      } catch (RuntimeException | Error e) {
        return front.failure(e);
      }
    }

    private Renewals.Answer answer() {
      if (token.isEmpty()) {
        return front.renewals.back(asker);
      }
      return trial ? front.renewals.trial(token.get()) : front.renewals.renew(token.get(), asker);
    }
  }

  private Reply replyTo(Renewals.Answer answer) {
    int status =
        switch (answer.outcome()) {
          case DONE -> Reply.OK;
          case WAITS -> Reply.ACCEPTED;
          case NOT_VERIFIED -> Reply.UNPROCESSABLE;
          case STAYS -> Reply.CONFLICT;
          case NOTHING_BEFORE -> Reply.NOT_FOUND;
          case NO_STORE -> Reply.UNAVAILABLE;
        };
    if (answer instanceof Renewals.Answer.Told told) {
      return Reply.of(status, told.json());
    }
    Refusal why = ((Renewals.Answer.Refused) answer).why();
    return Reply.error(status, why, correlation(), Map.of());
  }

  void close() {
    turn.close();
    audit.close();
    renewals.close();
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
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
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
