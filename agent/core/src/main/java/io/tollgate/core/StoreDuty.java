package io.tollgate.core;

import io.tollgate.core.store.LicenseRow;
import io.tollgate.core.store.StoreWatch;

/** Begins the watch over a store that others share; with it the store's classes are loaded. */
final class StoreDuty implements Runnable {
  private final Inquiry inquiry;
  private final StoreLink link;
  private final AuditLines lines;

  StoreDuty(Inquiry inquiry, StoreLink link, AuditLines lines) {
    this.inquiry = inquiry;
    this.link = link;
    this.lines = lines;
  }

  @Override
  public void run() {
    new StoreWatch(
            link.get(),
            new Watched(link),
            inquiry.keeper(),
            inquiry.clock(),
            lines,
            link.isKnownToBeAway())
        .run();
  }

  /** Not the link itself: a start that needs no store loads no class of it. */
  private record Watched(StoreLink link) implements StoreWatch.Seen {
    @Override
    public void seen(LicenseRow row) {
      link.seen(row);
    }
  }
}
