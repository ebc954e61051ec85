package io.tollgate.core.store;

import io.tollgate.core.system.Clock;
import io.tollgate.core.system.Storage;
import java.util.Optional;

/** Which store there is. */
public final class Stores {
  private Stores() {}

  /**
   * The store of these settings, not opened yet.
   *
   * @param folder the state folder, for the embedded store; without it there is none
   * @param product whose store it is; others may be in the same database
   */
  public static Store of(
      Optional<String> folder, String product, DriverJars jars, Storage storage, Clock clock) {
    return folder.isPresent()
        ? new SqlStore(
            new Session(new EmbeddedOpening(folder.get(), storage, jars), clock), product)
        : new NoStore();
  }

  private record EmbeddedOpening(String folder, Storage storage, DriverJars jars)
      implements Session.Opening {
    @Override
    public String name() {
      return Embedded.name(folder);
    }

    @Override
    public Database load() throws StoreException {
      return Embedded.load(folder, storage, jars);
    }
  }
}
