package io.tollgate.core;

/** Begins the watch over a store that others share; with it the store's classes are loaded. */
record StoreDuty(Inquiry inquiry, AuditLines lines) implements Runnable {
  @Override
  public void run() {
    StoreLink link = inquiry.store();
    new StoreWatch(link, link.get(), inquiry.keeper(), inquiry.clock(), lines).run();
  }
}
