package io.tollgate.core.store;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.StoreSettings;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.Storage;
import java.io.IOException;
import java.util.Optional;

/** Which store there is: PostgreSQL if the settings name it, or else one in the state folder. */
public final class Stores {
  /** In ms since the epoch, now and not when the transaction began. */
  private static final String POSTGRES_CLOCK =
      "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";

  private Stores() {}

  /**
   * The store of these settings, not opened yet.
   *
   * @param product whose store it is; others may be in the same database
   * @param jar where the drivers lie
   */
  public static Store of(
      Settings settings,
      String product,
      AgentJar jar,
      FileSystem files,
      Storage storage,
      Clock clock) {
    DriverJars drivers = new InAgentJar(jar);
    if (settings.store().url().isPresent()) {
      return postgres(settings.store(), product, drivers, files, clock);
    }
    Optional<String> folder = settings.stateFolder();
    return folder.isPresent()
        ? embedded(folder.get(), product, drivers, storage, clock)
        : new NoStore();
  }

  static Store embedded(
      String folder, String product, DriverJars jars, Storage storage, Clock clock) {
    return new SqlStore(
        new Session(new EmbeddedOpening(folder, storage, jars), clock), product, "");
  }

  static Store postgres(
      StoreSettings settings, String product, DriverJars jars, FileSystem files, Clock clock) {
    return new SqlStore(
        new Session(new PostgresOpening(settings, files, jars), clock), product, POSTGRES_CLOCK);
  }

  /** What to call the store of these settings; empty if there is none. */
  public static Optional<String> nameOf(Settings settings) {
    Optional<String> url = settings.store().url();
    if (url.isPresent()) {
      return Optional.of(StoreSettings.shown(url.get()));
    }
    Optional<String> folder = settings.stateFolder();
    return folder.isPresent() ? Optional.of(nameOfEmbedded(folder.get())) : Optional.empty();
  }

  static String nameOfEmbedded(String folder) {
    return "the embedded store in " + folder;
  }

  private record InAgentJar(AgentJar jar) implements DriverJars {
    private static final String FOLDER = "store/";

    @Override
    public byte[] read(String name) throws IOException {
      return jar.classFile(FOLDER + name);
    }
  }

  // Names are asked for without java.sql too, which the databases' own classes need to be loaded.

  private record EmbeddedOpening(String folder, Storage storage, DriverJars jars)
      implements Session.Opening {
    @Override
    public String name() {
      return nameOfEmbedded(folder);
    }

    @Override
    public Database load() throws StoreException {
      return Embedded.load(folder, storage, jars);
    }
  }

  private record PostgresOpening(StoreSettings settings, FileSystem files, DriverJars jars)
      implements Session.Opening {
    @Override
    public String name() {
      return StoreSettings.shown(settings.url().orElseThrow());
    }

    @Override
    public Database load() throws StoreException {
      return Postgres.load(settings, files, jars);
    }
  }
}
