package io.tollgate.core.state;

import io.tollgate.core.settings.Settings;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.Timely;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Which installation this is, for licenses that are bound to one: what the operator says, or else a
 * random id that the store was given once. Never made of the machine's addresses or names: those
 * are of a pod, and the next one is the same installation.
 */
public final class Installation {
  /** The file in the state folder that holds the store's id, so that a start need not ask. */
  private static final String FILE = "installation";

  /** Before a path, in place of the id itself. */
  private static final String FROM_FILE = "file:";

  private static final int MOST_BYTES = 1024;

  /** The longest that a start waits for the store, in ms. */
  private static final long PATIENCE = 5_000;

  private Installation() {}

  /**
   * The id; empty if the operator gave none, and there is neither a need for one nor a place for
   * it.
   *
   * @param store is asked only by a policy that binds licenses, and once in the life of a state
   *     folder; in a thread of its own, and for 5 s at most. A start that gets no id goes on
   *     without, and a later one asks again
   * @throws RefusedException if the setting names a file that holds no id
   */
  public static Optional<String> of(
      Policy policy, Settings settings, StateFolder folder, FileSystem files, Supplier<Store> store)
      throws RefusedException {
    return of(policy, settings, folder, files, store, PATIENCE);
  }

  static Optional<String> of(
      Policy policy,
      Settings settings,
      StateFolder folder,
      FileSystem files,
      Supplier<Store> store,
      long patience)
      throws RefusedException {
    Optional<String> said = said(settings, files);
    if (said.isPresent() || policy.tokens().installation().isEmpty()) {
      return said;
    }
    Optional<String> known = remembered(folder);
    return known.isPresent() ? known : Asking.of(folder, store, patience);
  }

  /**
   * What the operator says: the id, or {@code file:} and where it lies.
   *
   * @throws RefusedException if that file holds no id
   */
  public static Optional<String> said(Settings settings, FileSystem files) throws RefusedException {
    Optional<String> said = settings.installation();
    return said.isPresent() && said.get().startsWith(FROM_FILE)
        ? Optional.of(inFile(said.get().substring(FROM_FILE.length()), files))
        : said;
  }

  /** What was remembered of the store's id. */
  public static Optional<String> remembered(StateFolder folder) {
    Optional<byte[]> id = folder.read(FILE);
    return id.isPresent()
        ? Optional.of(new String(id.get(), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static String inFile(String path, FileSystem files) throws RefusedException {
    String id =
        files.read(path, MOST_BYTES) instanceof FileContent.Bytes content
            ? new String(content.bytes(), StandardCharsets.UTF_8).strip()
            : "";
    if (id.isEmpty()) {
      throw new RefusedException(
          ErrorCode.SETTING_VALUE,
          "installation.id names " + path + ", which holds no id that can be read.");
    }
    return id;
  }

  /** A class of its own, because with it the store's classes are loaded. */
  private record Asking(StateFolder folder, Supplier<Store> store) implements Callable<String> {

    /** No license that is bound counts without: the refusal says that there is no id. */
    static Optional<String> of(StateFolder folder, Supplier<Store> store, long patience) {
      try {
        return new Timely<String>("tollgate-installation", patience).ask(new Asking(folder, store));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }

    /** An answer that comes late is there for the next start. */
    @Override
    public String call() throws StoreException {
      String id = store.get().installation(UUID.randomUUID().toString());
      folder.write(FILE, id.getBytes(StandardCharsets.UTF_8));
      return id;
    }
  }
}
