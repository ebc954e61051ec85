package io.tollgate.core.http;

import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.text.JsonText;

/** Puts licenses in the place of others. Asked by one thread at a time; may wait for a store. */
public interface Renewals {

  /** Who asks, as far as can be told. */
  record Asker(String ipAddress, String userAgent) {}

  /** What has become of it. */
  enum Outcome {
    /** What was asked for is so. */
    DONE,
    /** It will be so at the license's beginning. */
    WAITS,
    /** The token does not verify. */
    NOT_VERIFIED,
    /** The present license stays. */
    STAYS,
    /** There is nothing to go back to. */
    NOTHING_BEFORE,
    /** There is no store, or it is away. */
    NO_STORE
  }

  /** The answer to a request. */
  sealed interface Answer {

    /** What has become of it. */
    Outcome outcome();

    /** It went well; says what there is to say. */
    record Told(Outcome outcome, JsonText json) implements Answer {}

    /** Nothing was changed. */
    record Refused(Outcome outcome, Refusal why) implements Answer {}
  }

  /** What would become of this token. Changes nothing, and tells nobody else. */
  Answer trial(byte[] token);

  /** Has this token rule from now on, and after a restart too. */
  Answer renew(byte[] token, Asker asker);

  /** Has the license before rule again. */
  Answer back(Asker asker);

  /** Lets go of what this holds. */
  void close();
}
