package io.tollgate.verifier.text;

/**
 * Text that is not the JSON that was asked for. The message never holds the text. Has no stack
 * trace.
 */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonException(String rule) {
    super(rule, null, false, false);
  }

  /** The rule that was broken, as a sentence. */
  public String rule() {
    return String.valueOf(getMessage());
  }
}
