package io.tollgate.core.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The license that was put into the store, as it was seen last. Reading it asks no database: one
 * that is away must keep nobody from the other places.
 */
public final class StorePlace implements TokenPlace {
  private volatile Optional<String> token;

  /** Begins with what an earlier start saw; empty if none did. */
  public StorePlace(Optional<String> token) {
    this.token = token;
  }

  @Override
  public String name() {
    return "the store";
  }

  /** An administrator has put it there. */
  @Override
  public boolean isDecided() {
    return true;
  }

  /** This is what the store holds now. */
  public void hold(Optional<String> seen) {
    token = seen;
  }

  @Override
  public PlaceContent read() {
    Optional<String> held = token;
    return held.isPresent()
        ? new PlaceContent.Found(held.get().getBytes(StandardCharsets.UTF_8))
        : new PlaceContent.Nothing();
  }
}
