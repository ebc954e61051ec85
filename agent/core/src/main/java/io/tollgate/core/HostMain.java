package io.tollgate.core;

import io.tollgate.core.system.Clock;
import java.util.Optional;

/**
 * The thread that runs the agents and then the host's {@code main}, to wait for. What makes the
 * JDK's loggers or the bean server would choose them for a host whose {@code main} has not yet.
 */
final class HostMain {
  /** Who calls premain; all agents start below this class, in JDK 17 to 25. */
  private static final String PREMAIN = "sun.instrument.InstrumentationImpl";

  private static final long LOOK = 100;

  private Optional<Thread> thread;

  HostMain(Thread thread) {
    this.thread = Optional.of(thread);
  }

  /** Waits until no agent's premain is under way, and then this many ms more. */
  void awaitBegin(Clock clock, long more) throws InterruptedException {
    awaitBegin(clock, more, Long.MAX_VALUE);
  }

  /** The same, and for a premain that many ms at most: one may never return. */
  void awaitBegin(Clock clock, long more, long most) throws InterruptedException {
    long began = clock.elapsed();
    while (runsAgents() && clock.elapsed() - began < most) {
      clock.pause(LOOK);
    }
    clock.pause(more);
  }

  private boolean runsAgents() {
    if (thread.isEmpty()) {
      return false;
    }
    for (StackTraceElement frame : thread.get().getStackTrace()) {
      if (frame.getClassName().equals(PREMAIN)) {
        return true;
      }
    }
    // Held for no longer than that: a thread holds on to the host's class loaders.
    thread = Optional.empty();
    return false;
  }
}
