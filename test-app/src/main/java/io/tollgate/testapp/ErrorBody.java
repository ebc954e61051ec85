package io.tollgate.testapp;

import java.util.Map;

/** The one shape of every error. */
record ErrorBody(Problem error) {

  /**
   * What went wrong.
   *
   * @param correlationId stands in the log too
   */
  record Problem(String code, String message, Map<String, String> details, String correlationId) {}
}
