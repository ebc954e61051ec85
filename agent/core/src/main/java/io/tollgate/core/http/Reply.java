package io.tollgate.core.http;

import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is answered. */
final class Reply {
  static final int OK = 200;
  static final int ACCEPTED = 202;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int CONFLICT = 409;
  static final int CONTENT_TOO_LARGE = 413;
  static final int URI_TOO_LONG = 414;
  static final int UNSUPPORTED_TYPE = 415;
  static final int UNPROCESSABLE = 422;
  static final int TOO_MANY = 429;
  static final int HEADERS_TOO_LARGE = 431;
  static final int SERVER_ERROR = 500;
  static final int UNAVAILABLE = 503;

  private static final String JSON = "application/json; charset=utf-8";

  private final int status;
  private final String type;
  private final byte[] content;
  private final Map<String, String> headers;

  private Reply(int status, String type, byte[] content, Map<String, String> headers) {
    this.status = status;
    this.type = type;
    this.content = content;
    this.headers = headers;
  }

  static Reply of(String type, byte[] content) {
    return of(type, content, Map.of());
  }

  /**
   * An answer with headers of its own.
   *
   * @param headers of this answer alone
   */
  static Reply of(String type, byte[] content, Map<String, String> headers) {
    return new Reply(OK, type, content, headers);
  }

  /** JSON that is written already. */
  static Reply ofJson(String json) {
    return of(JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  static Reply of(JsonText json) {
    return of(OK, json);
  }

  static Reply of(int status, JsonText json) {
    return json(status, json, Map.of());
  }

  /**
   * An error in the one shape that all have.
   *
   * @param headers of this answer alone
   */
  static Reply error(int status, Refusal why, String correlation, Map<String, String> headers) {
    JsonText error =
        new JsonText()
            .put("code", why.code().code())
            .put("message", why.message())
            .put("details", new JsonText())
            .put("correlationId", correlation);
    return json(status, new JsonText().put("error", error), headers);
  }

  private static Reply json(int status, JsonText json, Map<String, String> headers) {
    byte[] content = (json + "\n").getBytes(StandardCharsets.UTF_8);
    return new Reply(status, JSON, content, headers);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  byte[] content() {
    return content;
  }

  Map<String, String> headers() {
    return headers;
  }
}
