package io.tollgate.core.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.tollgate.verifier.license.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every request has to be like, whatever it asks for. */
final class RequestRules {
  private static final int MOST_TARGET = 1024;
  private static final int MOST_HEADERS = 8 * 1024;

  private RequestRules() {}

  /** A rule that was broken, as the answer says it. */
  record Broken(int status, ErrorCode code) {}

  /** The first rule of HTTP, and of sizes, that a request breaks; empty if none. */
  static Optional<Broken> broken(HttpExchange exchange) {
    if (!isPlain(exchange)) {
      return Optional.of(new Broken(Reply.BAD_REQUEST, ErrorCode.ENDPOINT_REQUEST));
    }
    if (exchange.getRequestURI().toString().length() > MOST_TARGET) {
      return Optional.of(new Broken(Reply.URI_TOO_LONG, ErrorCode.ENDPOINT_SIZE));
    }
    return sizeOf(exchange.getRequestHeaders()) > MOST_HEADERS
        ? Optional.of(new Broken(Reply.HEADERS_TOO_LARGE, ErrorCode.ENDPOINT_SIZE))
        : Optional.empty();
  }

  /**
   * Whether a page of another server makes the browser ask. It could not send the token, unless it
   * had it; so this is one more reason for it to fail. The scheme is not looked at: in front of
   * this server may be one that speaks TLS.
   */
  static boolean isFromElsewhere(HttpExchange exchange) {
    String origin = header(exchange, "Origin");
    int host = origin.indexOf("://");
    return !origin.isEmpty()
        && !(host > 0 && origin.substring(host + 3).equalsIgnoreCase(header(exchange, "Host")));
  }

  /** The first header of that name; nothing if there is none. */
  static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
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
        && isNumber(header(exchange, "Content-Length"))
        && count(headers, "Authorization") <= 1
        && count(headers, "Origin") <= 1
        && count(headers, "Content-Type") <= 1;
  }

  /** The JDK takes a sign too. */
  private static boolean isNumber(String length) {
    boolean digits = true;
    for (int i = 0; i < length.length(); i++) {
      digits &= length.charAt(i) >= '0' && length.charAt(i) <= '9';
    }
    return digits;
  }

  private static int count(Headers headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? 0 : values.size();
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
}
