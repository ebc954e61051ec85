package io.tollgate.core.store;

import io.tollgate.core.system.Clock;
import io.tollgate.core.system.LocalStorage;
import java.nio.file.Path;

/** Real stores for tests of those who use one. */
public final class TestStores {
  private TestStores() {}

  /** H2 in this folder, for a product called {@code Orders}. */
  public static Store embedded(Path folder, Clock clock) {
    return Stores.embedded(
        folder.toString(), "Orders", new LibraryJars(), new LocalStorage(), clock);
  }

  /** No store at all. */
  public static Store none() {
    return new NoStore();
  }
}
