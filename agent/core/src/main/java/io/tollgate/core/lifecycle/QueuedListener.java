package io.tollgate.core.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Passes events on in a thread of its own, to listeners that write to disks and other slow things:
 * what waits for those must not be what watches the license.
 */
public final class QueuedListener implements LicenseListener, Runnable {
  /** What a license goes through in years. */
  private static final int MOST_WAITING = 1024;

  private final List<LicenseListener> listeners;
  private final Deque<LicenseEvent> waiting = new ArrayDeque<>();

  public QueuedListener(List<LicenseListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void happened(LicenseEvent event) {
    synchronized (waiting) {
      if (waiting.size() < MOST_WAITING) {
        waiting.addLast(event);
        waiting.notifyAll();
      }
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        pass(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(LicenseEvent event) {
    for (LicenseListener listener : listeners) {
      pass(event, listener);
    }
  }

  private static void pass(LicenseEvent event, LicenseListener listener) {
    try {
      listener.happened(event);
    } catch (RuntimeException | Error e) {
      // For lack of memory, say: one entry is lost, and neither the others nor the license.
      return;
    }
  }

  private LicenseEvent next() throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        waiting.wait();
      }
      return waiting.removeFirst();
    }
  }
}
