package io.tollgate.core;

import io.tollgate.core.policy.AgentJar;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.store.Store;
import io.tollgate.core.store.Stores;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.FileSystem;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.verifier.policy.Policy;
import java.util.Optional;
import java.util.function.Supplier;

/** The store, made when it is asked for first: most starts do not need one. */
final class LazyStore implements Supplier<Store> {
  /** H2's file in the state folder. */
  private static final String EMBEDDED = "/store.mv.db";

  private final Policy policy;
  private final Settings settings;
  private final FileSystem files;
  private final Clock clock;
  private Optional<Store> made = Optional.empty();

  LazyStore(Policy policy, Settings settings, FileSystem files, Clock clock) {
    this.policy = policy;
    this.settings = settings;
    this.files = files;
    this.clock = clock;
  }

  /** Whether anything can have been put there, now or by another start. */
  boolean isInUse() {
    Optional<String> folder = settings.stateFolder();
    return settings.store().url().isPresent()
        || (folder.isPresent() && files.facts(folder.get() + EMBEDDED).isPresent());
  }

  @Override
  public synchronized Store get() {
    if (made.isEmpty()) {
      made =
          Optional.of(
              Stores.of(
                  settings,
                  policy.productName(),
                  AgentJar.ofThisClass(),
                  files,
                  new LocalStorage(),
                  clock));
    }
    return made.get();
  }
}
