package io.tollgate.core.net;

/** What a redirect asks for, judged. */
sealed interface Redirect {

  /** To the same server. */
  record Followed(Target target) implements Redirect {}

  /**
   * To where nobody follows it.
   *
   * @param why as the end of a sentence about the server
   */
  record Refused(String why) implements Redirect {}
}
