package io.tollgate.verifier.license;

/**
 * One thing that is wrong with a token, key, policy or setting.
 *
 * @param code what kind of thing
 * @param detail which one exactly: a file, a claim, a key; never the token. May be empty.
 */
public record Refusal(ErrorCode code, String detail) {

  /** What is wrong and what to do, in one line without line breaks. */
  public String message() {
    StringBuilder line = new StringBuilder(code.title());
    if (!detail.isEmpty()) {
      line.append(' ').append(Printable.text(detail));
    }
    return line.append(' ').append(code.advice()).toString();
  }
}
