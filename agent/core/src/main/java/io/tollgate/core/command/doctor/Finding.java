package io.tollgate.core.command.doctor;

import io.tollgate.verifier.license.Refusal;

/**
 * What was found.
 *
 * @param about the thing that was looked at, in a word or two
 * @param what how it is, in sentences
 * @param advice what to do, in sentences; empty if nothing is to be done
 */
public record Finding(Level level, String about, String what, String advice) {

  static Finding ok(String about, String what) {
    return new Finding(Level.OK, about, what, "");
  }

  static Finding note(String about, String what) {
    return new Finding(Level.NOTE, about, what, "");
  }

  static Finding warn(String about, String what, String advice) {
    return new Finding(Level.WARN, about, what, advice);
  }

  static Finding fail(String about, String what, String advice) {
    return new Finding(Level.FAIL, about, what, advice);
  }

  static Finding of(Level level, String about, Refusal refusal) {
    return new Finding(level, about, refusal.line(), refusal.code().advice());
  }
}
