package io.tollgate.core.meter;

import io.tollgate.verifier.license.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the gate asks at each metered call: whether the key that an argument has may go on. For a
 * key that is known this is a look into a table, and makes no object.
 */
final class Meter implements Function<Object, String[]> {
  /** It may. */
  private static final String[] IN = {};

  private final KeyReader reader;
  private final Tally tally;

  Meter(KeyReader reader, Tally tally) {
    this.reader = reader;
    this.tally = tally;
  }

  @Override
  public String[] apply(Object argument) {
    return answer(refusal(argument));
  }

  private Optional<Refusal> refusal(Object argument) {
    Object key;
    try {
      key = reader.read(argument);
    } catch (KeyReader.NoKeyException e) {
      return tally.unreadable(String.valueOf(e.getMessage()));
    }
    return tally.refusal(key);
  }

  /** In types of the JDK: nothing, or what is wrong and its code. */
  static String[] answer(Optional<Refusal> refusal) {
    return refusal.isEmpty()
        ? IN
        : new String[] {refusal.get().problem(), refusal.get().code().code()};
  }
}
