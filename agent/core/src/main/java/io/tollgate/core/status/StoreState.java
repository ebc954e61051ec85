package io.tollgate.core.status;

import java.util.Optional;

/**
 * The store, as far as this JVM knows.
 *
 * @param at where it is, without its password
 * @param reach whether it is to be had; empty as long as nobody has asked for it
 */
public record StoreState(String at, Optional<Reached> reach) {

  /**
   * Whether it is to be had.
   *
   * @param is whether it did what it was asked for last
   * @param since since when that is so, in ms since the epoch
   */
  public record Reached(boolean is, long since) {}
}
