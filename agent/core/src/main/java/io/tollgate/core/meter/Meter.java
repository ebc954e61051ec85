package io.tollgate.core.meter;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.function.Predicate;

/**
 * What the gate asks at each metered call: whether the key that an argument has may go on. For a
 * key that is known this is a look into a table, and makes no object.
 */
final class Meter implements Predicate<Object> {
  /** What the gate hands over to ask whether there would be room: its own class. */
  private static final String ANOTHER = "java.lang.TollgateGate";

  private final KeyReader reader;
  private final Tally tally;

  Meter(KeyReader reader, Tally tally) {
    this.reader = reader;
    this.tally = tally;
  }

  @Override
  public boolean test(Object argument) {
    if (argument instanceof Class<?> type && type.getName().equals(ANOTHER)) {
      return tally.hasRoom();
    }
    Object key;
    try {
      key = reader.read(argument);
    } catch (KeyReader.NoKeyException e) {
      tally.refuse(new Refusal(ErrorCode.CAP_NO_KEY, e.getMessage() + "."));
      return false;
    }
    return tally.letsIn(key);
  }
}
