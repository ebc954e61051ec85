package io.tollgate.core.jfr;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands events to the JDK's flight recorder, once it may be touched; until then they wait. A
 * recording that begins later is told where things stand. Says nothing where there is no recorder.
 */
public final class FlightRecords implements LicenseListener, Runnable {
  private static final String MODULE = "jdk.jfr";
  private static final int MOST_WAITING = 64;

  private final List<LicenseEvent> waiting = new ArrayList<>();
  private Optional<LicenseEvent> last = Optional.empty();
  private boolean begun;
  private boolean absent;

  /** Touches nothing yet. */
  public FlightRecords() {}

  @Override
  public void happened(LicenseEvent event) {
    if (!keep(event)) {
      FlightRecorderLink.record(event);
    }
  }

  private synchronized boolean keep(LicenseEvent event) {
    if (event instanceof LicenseEvent.Changed) {
      last = Optional.of(event);
    }
    if (!begun && waiting.size() < MOST_WAITING) {
      waiting.add(event);
    }
    return !begun || absent;
  }

  /** The recorder may be touched from now on. */
  public void begin() {
    // In the boot layer or nowhere: a module path may leave the module out, a small runtime too.
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      drop();
      return;
    }
    try {
      FlightRecorderLink.listen(this);
      for (LicenseEvent event : taken()) {
        FlightRecorderLink.record(event);
      }
    } catch (RuntimeException | LinkageError e) {
      // A recorder that cannot be used is as good as none.
      drop();
    }
  }

  private synchronized void drop() {
    begun = true;
    absent = true;
    waiting.clear();
  }

  private synchronized List<LicenseEvent> taken() {
    List<LicenseEvent> all = List.copyOf(waiting);
    begun = true;
    waiting.clear();
    return all;
  }

  /** A recording has begun. */
  @Override
  public void run() {
    Optional<LicenseEvent> event = last();
    if (event.isPresent()) {
      FlightRecorderLink.record(event.get());
    }
  }

  private synchronized Optional<LicenseEvent> last() {
    return begun ? last : Optional.empty();
  }
}
