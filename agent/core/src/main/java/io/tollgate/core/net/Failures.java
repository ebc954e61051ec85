package io.tollgate.core.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** What exceptions mean to an operator, as the end of a sentence about the server. */
final class Failures {
  private static final int MOST_CAUSES = 10;

  private Failures() {}

  static String of(Throwable failure, String late) {
    if (is(failure, UnresolvedAddressException.class) || is(failure, UnknownHostException.class)) {
      return "cannot be resolved";
    }
    if (is(failure, HttpTimeoutException.class)) {
      return late;
    }
    if (is(failure, CertificateException.class)
        || is(failure, CertPathBuilderException.class)
        || is(failure, CertPathValidatorException.class)) {
      return "is not trusted" + reason(failure);
    }
    if (is(failure, SSLException.class) || is(failure, GeneralSecurityException.class)) {
      return "does not agree on TLS" + reason(failure);
    }
    if (is(failure, ConnectException.class)) {
      return "cannot be reached" + reason(failure);
    }
    if (failure instanceof IOException) {
      return "broke off" + reason(failure);
    }
    // Of a mistake of ours, or of the JVM's: its message may hold anything.
    return "cannot be asked: " + failure.getClass().getName();
  }

  private static boolean is(Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** The message of the deepest cause that has one: those above repeat it with class names. */
  private static String reason(Throwable failure) {
    String reason = "";
    Throwable cause = failure;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        reason = ": " + message;
      }
      cause = cause.getCause();
    }
    return reason;
  }
}
