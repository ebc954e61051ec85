package io.tollgate.core.chores;

import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Offline;
import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.core.lifecycle.Timekeeper;
import io.tollgate.core.remote.Knowledge;
import io.tollgate.core.remote.Vendor;
import io.tollgate.core.state.Memory;
import io.tollgate.core.state.StateFolder;
import io.tollgate.verifier.license.Refusal;
import java.util.Optional;

/**
 * Writes down what has to outlive this JVM: at once where something happened, every ten minutes
 * where only time went by.
 */
public final class Remembering implements Rereader.AfterRead {
  /** Well within the tolerance of the clock, and no strain on a disk. */
  private static final long INTERVAL = 600_000;

  private final StateFolder folder;
  private final LicenseKeeper keeper;
  private final Timekeeper clock;
  private final Offline offline;
  private final Optional<Vendor> vendor;
  private final Trouble trouble;
  private Memory written = Memory.NONE;
  private long writtenAt = Long.MIN_VALUE;
  private Optional<byte[]> denylist;

  /** Is told that the folder cannot be used. */
  public interface Trouble {

    /** Told once for each kind of trouble. */
    void withFolder(Refusal refusal);
  }

  public Remembering(
      StateFolder folder,
      LicenseKeeper keeper,
      Timekeeper clock,
      Offline offline,
      Optional<Vendor> vendor,
      Trouble trouble) {
    this.folder = folder;
    this.keeper = keeper;
    this.clock = clock;
    this.offline = offline;
    this.vendor = vendor;
    this.trouble = trouble;
    this.denylist = Knowledge.rememberedDenylist(folder);
  }

  @Override
  public void afterRead(long now) {
    Memory memory = memory();
    if (isDue(now) || isNews(memory)) {
      clock.merge(Memory.read(folder).mark());
      memory = memory();
      memory.write(folder);
      written = memory;
      writtenAt = now;
    }
    Optional<byte[]> list = keeper.denylist();
    if (list.isPresent() && (denylist.isEmpty() || list.get() != denylist.get())) {
      denylist = list;
      Knowledge.rememberDenylist(folder, list.get());
    }
    Optional<Refusal> problem = folder.news();
    if (problem.isPresent()) {
      trouble.withFolder(problem.get());
    }
  }

  private boolean isDue(long now) {
    return writtenAt == Long.MIN_VALUE || now < writtenAt || now - writtenAt >= INTERVAL;
  }

  private boolean isNews(Memory memory) {
    return memory.mark().issued() != written.mark().issued()
        || !memory.keysAsked().equals(written.keysAsked())
        || !memory.keysReached().equals(written.keysReached());
  }

  private Memory memory() {
    return Memory.of(
        clock, offline, vendor.isPresent() ? vendor.get().keysAsked() : Long.MIN_VALUE);
  }
}
