package io.tollgate.core.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The license that was put into the store, as it was seen last. Reading it asks no database: one
 * that is away must keep nobody from the other places.
 */
public final class StorePlace implements TokenPlace {
  private final String name;
  private volatile Optional<String> token;

  private StorePlace(String name, Optional<String> token) {
    this.name = name;
    this.token = token;
  }

  /** Of the license before the present one; begins with what an earlier start saw, if any did. */
  public static StorePlace before(Optional<String> token) {
    return new StorePlace("the store (the license before)", token);
  }

  /** Of the present license; begins with what an earlier start saw, if any did. */
  public static StorePlace present(Optional<String> token) {
    return new StorePlace("the store", token);
  }

  @Override
  public String name() {
    return name;
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
