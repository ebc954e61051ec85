package io.tollgate.core;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.source.StorePlace;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.store.Stores;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a JVM knows of the store, and the way to it. The license that was seen there last lies in
 * the state folder too: a start reads that file and not the store, unless it would fail without.
 */
final class StoreLink implements Supplier<Store> {
  private static final String MIRROR = "store-license.json";

  /** The longest that a start waits for a store, in ms. */
  private static final long PATIENCE = 5_000;

  private final Settings settings;
  private final String product;
  private final FileSystem files;
  private final StateFolder folder;
  private final Clock clock;
  private final StorePlace before;
  private final StorePlace present;
  private long revision;
  private Optional<Store> store = Optional.empty();
  private Optional<LicenseKeeper> keeper = Optional.empty();
  private volatile Optional<Refusal> problem = Optional.empty();

  private StoreLink(
      Settings settings,
      String product,
      FileSystem files,
      StateFolder folder,
      Clock clock,
      Mirror mirror) {
    this.settings = settings;
    this.product = product;
    this.files = files;
    this.folder = folder;
    this.clock = clock;
    this.revision = mirror.revision;
    this.before = new StorePlace(mirror.previous);
    this.present = new StorePlace(mirror.token);
  }

  /** With what is remembered of the store. */
  static StoreLink of(
      Settings settings, String product, FileSystem files, StateFolder folder, Clock clock) {
    return new StoreLink(settings, product, files, folder, clock, Mirror.read(folder));
  }

  /** The license that was seen last, and the one before. */
  private record Mirror(long revision, Optional<String> token, Optional<String> previous) {
    static Mirror read(StateFolder folder) {
      Optional<byte[]> content = folder.read(MIRROR);
      if (content.isPresent()) {
        try {
          JsonObject json = Json.object(content.get());
          Optional<JsonNumber> number = json.number("revision");
          OptionalLong revision =
              number.isPresent() ? number.get().whole(JsonNumber.MOST_SAFE) : OptionalLong.empty();
          return new Mirror(revision.orElse(0), json.string("token"), json.string("previous"));
        } catch (JsonException e) {
          // Another version wrote it: the store says it again.
        }
      }
      return new Mirror(0, Optional.empty(), Optional.empty());
    }

    void write(StateFolder folder) {
      JsonText json = new JsonText().put("revision", revision);
      if (token.isPresent()) {
        json.put("token", token.get());
      }
      if (previous.isPresent()) {
        json.put("previous", previous.get());
      }
      folder.write(MIRROR, json.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Where the keeper looks: the license before, which rules while the present one waits for its
   * beginning, and the present one. None if the settings leave no place for a store.
   */
  List<StorePlace> places() {
    return isShared() || folder.isThere() ? List.of(before, present) : List.of();
  }

  /** Whether other JVMs may change what is in it. */
  boolean isShared() {
    return settings.store().url().isPresent();
  }

  /** The store, opened by its first call; not for the thread that runs a start. */
  @Override
  public synchronized Store get() {
    if (store.isEmpty()) {
      store =
          Optional.of(
              Stores.of(
                  settings, product, AgentJar.ofThisClass(), files, new LocalStorage(), clock));
    }
    return store.get();
  }

  /** Tells this keeper of licenses that are seen from now on. */
  synchronized void tell(LicenseKeeper listener) {
    keeper = Optional.of(listener);
  }

  /**
   * Asks the store for a license that a start cannot do without. May take some seconds, and makes
   * the JDK look for loggers before the host's main: only where the start would fail otherwise.
   */
  void beforeStart() {
    Thread asking = DaemonThreads.start("tollgate-store-first", new FirstLook());
    try {
      asking.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class FirstLook implements Runnable {
    @Override
    public void run() {
      try {
        seen(get().license());
      } catch (StoreException e) {
        problem = Optional.of(e.refusal());
      }
    }
  }

  /** Whether a start was told so. */
  boolean isKnownToBeAway() {
    return problem.isPresent();
  }

  /** Tells what went wrong before there was a listener. */
  void introduce(LicenseListener listener, LicenseKeeper of) {
    Optional<Refusal> told = problem;
    if (told.isPresent()) {
      listener.happened(new LicenseEvent.Problem(Action.REJECTED, of.status(), told.get()));
    }
  }

  /** The store holds this now; tells the keeper if that is news. */
  void seen(LicenseRow row) {
    Optional<LicenseKeeper> told = take(row);
    if (told.isPresent()) {
      told.get().refresh(clock, false);
    }
  }

  /** Takes over what this JVM has put there, for whoever reads the places; tells nobody. */
  void hold(LicenseRow row) {
    take(row);
  }

  /** An empty store takes nothing away: it was made anew, and nobody said so of the license. */
  private synchronized Optional<LicenseKeeper> take(LicenseRow row) {
    if (row.revision() == revision || row.revision() == 0) {
      return Optional.empty();
    }
    revision = row.revision();
    before.hold(row.previous());
    present.hold(row.token());
    new Mirror(revision, row.token(), row.previous()).write(folder);
    return keeper;
  }
}
