package io.tollgate.core;

import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.settings.StoreSettings;
import io.tollgate.core.source.StorePlace;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.state.StoreMirror;
import io.tollgate.core.status.StatusBoard;
import io.tollgate.core.status.StoreState;
import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.store.Reach;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.store.Stores;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.core.system.Timely;
import io.tollgate.verifier.license.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What a JVM knows of the store, and the way to it. The license that was seen there last lies in
 * the state folder too: a start reads that file and not the store, unless it would fail without.
 */
final class StoreLink implements Supplier<Store>, StatusBoard.StoreView {
  /** The longest that a start waits for a store, in ms. */
  private static final long PATIENCE = 5_000;

  /** The longest that somebody waits for the state folder, in ms. */
  private static final long WRITING = 1_000;

  private final Settings settings;
  private final String product;
  private final FileSystem files;
  private final StateFolder folder;
  private final Clock clock;
  private final StorePlace before;
  private final StorePlace present;
  private StoreMirror mirror;
  private volatile StoreMirror written;
  private Optional<Timely<Boolean>> writer = Optional.empty();
  private Optional<Store> store = Optional.empty();
  private Optional<LicenseKeeper> keeper = Optional.empty();
  private volatile Optional<Refusal> problem = Optional.empty();

  private StoreLink(
      Settings settings,
      String product,
      FileSystem files,
      StateFolder folder,
      Clock clock,
      StoreMirror mirror) {
    this.settings = settings;
    this.product = product;
    this.files = files;
    this.folder = folder;
    this.clock = clock;
    this.mirror = mirror;
    this.written = mirror;
    this.before = StorePlace.before(mirror.previous());
    this.present = StorePlace.present(mirror.token());
  }

  /** With what is remembered of the store. */
  static StoreLink of(
      Settings settings, String product, FileSystem files, StateFolder folder, Clock clock) {
    return new StoreLink(settings, product, files, folder, clock, StoreMirror.read(folder));
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

  /** A store in the state folder is one that is used once something was put there. */
  @Override
  public synchronized Optional<StoreState> state() {
    if (store.isPresent()) {
      return Reading.of(store.get(), isShared());
    }
    Optional<String> url = settings.store().url();
    return url.isPresent()
        ? Optional.of(new StoreState(StoreSettings.shown(url.get()), Optional.empty()))
        : Optional.empty();
  }

  /** A class of its own, because with it the store's classes are loaded. */
  private static final class Reading {
    private Reading() {}

    static Optional<StoreState> of(Store store, boolean shared) {
      Optional<Reach> reach = store.reach();
      if (reach.isEmpty()) {
        return shared
            ? Optional.of(new StoreState(store.name(), Optional.empty()))
            : Optional.empty();
      }
      return Optional.of(
          new StoreState(
              store.name(),
              Optional.of(new StoreState.Reached(reach.get().reached(), reach.get().since()))));
    }
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
        look(get());
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
      listener.happened(new LicenseEvent.Problem(Action.OFFLINE, of.status(), told.get()));
    }
  }

  /** Looks what the store holds now; tells the keeper if that is news. */
  void look(Store at) throws StoreException {
    StoreMirror known = newest();
    seen(at.license(), known);
  }

  /**
   * The store held this, at some time after that was known; tells the keeper if it is news. What
   * this JVM has put there meanwhile is newer, perhaps: the next look tells.
   */
  void seen(LicenseRow row, StoreMirror known) {
    Optional<LicenseKeeper> told = takeAfter(known, row);
    // First, because to refresh is to read the other places too, and those may hang for longer.
    remember();
    if (told.isPresent()) {
      told.get().refresh(clock, false);
    }
  }

  /** Takes over what this JVM has put there, for whoever reads the places; tells nobody. */
  void hold(LicenseRow row) {
    take(row);
    remember();
  }

  /**
   * An empty store takes nothing away: it was made anew, and nobody said so of the license. One
   * that was made anew or put back to an earlier day may give the same number to something else.
   */
  private synchronized Optional<LicenseKeeper> take(LicenseRow row) {
    if (row.revision() == 0 || mirror.says(row.revision(), row.token(), row.previous())) {
      return Optional.empty();
    }
    mirror =
        new StoreMirror(row.revision(), row.token(), row.previous(), OptionalLong.of(clock.now()));
    before.hold(row.previous());
    present.hold(row.token());
    return keeper;
  }

  private synchronized Optional<LicenseKeeper> takeAfter(StoreMirror known, LicenseRow row) {
    return mirror.equals(known) ? take(row) : Optional.empty();
  }

  /** What is known by now. */
  synchronized StoreMirror newest() {
    return mirror;
  }

  /**
   * Writes down what is known, if that is not done yet. Waits for a moment at most: a folder that
   * hangs must keep nobody from a license that was stored, and from no lock.
   */
  private void remember() {
    try {
      if (!newest().equals(written)) {
        writer().ask(new Writing());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Timely<Boolean> writer() {
    if (writer.isEmpty()) {
      writer = Optional.of(new Timely<>("tollgate-store-file", WRITING));
    }
    return writer.get();
  }

  /** One at a time, and each writes what is newest by then. */
  private final class Writing implements Callable<Boolean> {
    @Override
    public Boolean call() {
      StoreMirror now = newest();
      now.write(folder);
      written = now;
      return true;
    }
  }
}
