package io.tollgate.core;

import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A license in the store: the present one, or the one before. That one is a place too, because the
 * present one may have to wait for its beginning. A store that nobody has put anything into is not
 * opened for this.
 */
final class StoredToken implements TokenPlace {
  private final LazyStore store;
  private final boolean before;

  private StoredToken(LazyStore store, boolean before) {
    this.store = store;
    this.before = before;
  }

  static StoredToken before(LazyStore store) {
    return new StoredToken(store, true);
  }

  static StoredToken present(LazyStore store) {
    return new StoredToken(store, false);
  }

  @Override
  public String name() {
    return "the store";
  }

  @Override
  public boolean isDecided() {
    return true;
  }

  @Override
  public PlaceContent read() {
    return store.isInUse() ? Reading.of(store, before) : new PlaceContent.Nothing();
  }

  /** A class of its own, because with it the store's classes are loaded. */
  private static final class Reading {
    private Reading() {}

    static PlaceContent of(LazyStore store, boolean before) {
      try {
        LicenseRow row = store.get().license();
        Optional<String> token = before ? row.previous() : row.token();
        return token.isPresent()
            ? new PlaceContent.Found(token.get().getBytes(StandardCharsets.US_ASCII))
            : new PlaceContent.Nothing();
      } catch (StoreException e) {
        return new PlaceContent.Failed(e.refusal());
      }
    }
  }
}
