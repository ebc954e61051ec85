package io.tollgate.testapp;

import io.tollgate.api.LicenseRequiredException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Makes an answer of every exception. */
@RestControllerAdvice
class ErrorHandler extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

  @ExceptionHandler
  ResponseEntity<Object> licenseRequired(LicenseRequiredException e) {
    return answer(
        HttpStatus.PAYMENT_REQUIRED,
        e.code(),
        e.getMessage(),
        Map.of("state", e.state(), "feature", e.feature()));
  }

  @ExceptionHandler
  ResponseEntity<Object> invalidOrder(InvalidOrderException e) {
    return answer(
        HttpStatus.BAD_REQUEST, "INVALID_ORDER", e.getMessage(), Map.of("field", e.field()));
  }

  @ExceptionHandler
  ResponseEntity<Object> noSuchOrder(NoSuchOrderException e) {
    return answer(HttpStatus.NOT_FOUND, "NO_SUCH_ORDER", e.getMessage(), Map.of());
  }

  @ExceptionHandler
  ResponseEntity<Object> unexpected(Exception e) {
    LOG.error("A request failed.", e);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL", "Something went wrong here.", Map.of());
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        HttpStatus.BAD_REQUEST,
        "MALFORMED_BODY",
        "The body must be a JSON object with customer, product and a whole quantity.",
        Map.of());
  }

  /** What else Spring itself refuses: a path or method that does not exist, for instance. */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpStatus known = HttpStatus.valueOf(status.value());
    ProblemDetail problem =
        e instanceof ErrorResponse response
            ? response.getBody()
            : body instanceof ProblemDetail detail ? detail : ProblemDetail.forStatus(known);
    return answer(known, headers, known.name(), problem.getDetail(), Map.of());
  }

  private static ResponseEntity<Object> answer(
      HttpStatus status, String code, @Nullable String message, Map<String, String> details) {
    return answer(status, HttpHeaders.EMPTY, code, message, details);
  }

  /** The log gets no message: a client may have had a hand in its text. */
  private static ResponseEntity<Object> answer(
      HttpStatus status,
      HttpHeaders headers,
      String code,
      @Nullable String message,
      Map<String, String> details) {
    String text = message == null ? status.getReasonPhrase() : message;
    String correlationId = UUID.randomUUID().toString();
    LOG.info("Answered {} {} [{}]", status.value(), code, correlationId);
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new ErrorBody(new ErrorBody.Problem(code, text, details, correlationId)));
  }
}
