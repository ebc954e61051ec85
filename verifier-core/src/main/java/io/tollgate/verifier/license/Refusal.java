package io.tollgate.verifier.license;

import io.tollgate.verifier.text.Printable;

/**
 * One thing that is wrong with a token, key, policy or setting.
 *
 * @param code what kind of thing
 * @param detail which one exactly: a file, a claim, a key; never the token. May be empty.
 */
public record Refusal(ErrorCode code, String detail) {

  /** What is wrong, in one line. */
  public String problem() {
    return detail.isEmpty() ? code.title() : code.title() + " " + Printable.withoutSecrets(detail);
  }

  /** What exactly is wrong, for a message that says already what kind of thing it is. */
  public String particulars() {
    return detail.isEmpty() ? code.title() : detail;
  }

  /** The code and what is wrong, in one line. */
  public String line() {
    return code.code() + " " + problem();
  }

  /** What is wrong and what to do, in one line. */
  public String message() {
    return problem() + " " + code.advice();
  }
}
