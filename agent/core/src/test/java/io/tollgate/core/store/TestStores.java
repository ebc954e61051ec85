package io.tollgate.core.store;

import io.tollgate.core.settings.StoreSettings;
import io.tollgate.core.source.PlaceContent;
import io.tollgate.core.source.TokenPlace;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.LocalFiles;
import io.tollgate.core.system.LocalStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Real stores for tests of those who use one. */
public final class TestStores {
  /**
   * For {@code @ResourceLock}: what there is once for all tests of a JVM, which is the server that
   * they stop and start, and the drivers that the JVM knows.
   */
  public static final String LOCK = "stores";

  /** Loaded once for all tests of a JVM, as an agent loads it once. */
  static final DriverJars H2 = new LoadedOnce();

  private TestStores() {}

  /** H2 in this folder, for a product called {@code Orders}. */
  public static Store embedded(Path folder, Clock clock) {
    return Stores.embedded(folder.toString(), "Orders", H2, new LocalStorage(), clock);
  }

  /** PostgreSQL, for a product called {@code Orders}. */
  public static Store postgres(String url, Clock clock) {
    return Stores.postgres(
        new StoreSettings(Optional.of(url), Optional.empty(), Optional.empty()),
        "Orders",
        new LibraryJars(),
        new LocalFiles(),
        clock);
  }

  /** The keeper's place of the license before the present one. */
  public static TokenPlace before(Store store) {
    return new Place(store, true);
  }

  /** The keeper's place of the present one. */
  public static TokenPlace present(Store store) {
    return new Place(store, false);
  }

  private record Place(Store store, boolean before) implements TokenPlace {
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
      try {
        LicenseRow row = store.license();
        Optional<String> token = before ? row.previous() : row.token();
        return token.isPresent()
            ? new PlaceContent.Found(token.get().getBytes(StandardCharsets.US_ASCII))
            : new PlaceContent.Nothing();
      } catch (StoreException e) {
        return new PlaceContent.Failed(e.refusal());
      }
    }
  }

  /** No store at all. */
  public static Store none() {
    return new NoStore();
  }
}
