package io.tollgate.core.answer;

import io.tollgate.core.gate.GateKeeper;
import java.util.function.Function;

/**
 * Makes the body of the answer to a denied call, if nobody further out could still handle the
 * exception. Holds nothing and loads nothing before the first one.
 */
public final class Answers implements Function<String[], byte[]> {
  private static final byte[] NONE = {};

  private final GateKeeper gates;
  private final WovenEntries entries;

  /** Answers for calls that these gates deny, at these entries. */
  public Answers(GateKeeper gates, WovenEntries entries) {
    this.gates = gates;
    this.entries = entries;
  }

  /**
   * The body in JSON, ASCII only, so that it is the same in nearly every charset. Empty if an entry
   * further out on this thread's stack is to answer.
   *
   * @param denial what the exception says: message, code, state and feature; the last two are empty
   *     if it does not say them
   */
  @Override
  public byte[] apply(String[] denial) {
    if (!Entrance.isOutermost(entries)) {
      return NONE;
    }
    String state = denial[2].isEmpty() ? gates.state().name() : denial[2];
    return ErrorBody.of(denial[0], denial[1], state, denial[3]);
  }
}
