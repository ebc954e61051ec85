package io.tollgate.testapp;

/** An order that cannot be placed as it is. */
final class InvalidOrderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  InvalidOrderException(String field, String rule) {
    super(field + " " + rule + ".");
    this.field = field;
  }

  String field() {
    return field;
  }
}
