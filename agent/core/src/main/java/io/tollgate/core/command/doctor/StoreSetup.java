package io.tollgate.core.command.doctor;

import io.tollgate.core.settings.Settings;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.state.StoreMirror;
import io.tollgate.core.store.Stores;
import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import java.util.Optional;

/**
 * What there is to know of the store without opening it.
 *
 * @param at what to call it; empty if there is none
 * @param mirror what was seen there last
 * @param password the file with its password, if the settings name one
 */
record StoreSetup(Optional<String> at, StoreMirror mirror, Optional<PasswordFile> password) {
  private static final int MOST_BYTES = 4096;

  /** A file, and what lies there. */
  record PasswordFile(String path, FileContent content) {}

  static StoreSetup read(Settings settings, StateFolder folder, FileSystem files) {
    Optional<String> file =
        settings.store().url().isPresent() ? settings.store().passwordFile() : Optional.empty();
    return new StoreSetup(
        Stores.nameOf(settings),
        StoreMirror.read(folder),
        file.map(path -> new PasswordFile(path, files.read(path, MOST_BYTES))));
  }
}
