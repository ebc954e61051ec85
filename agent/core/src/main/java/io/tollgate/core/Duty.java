package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.core.lifecycle.Watch;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.QueuedConsole;
import io.tollgate.core.weave.Weaving;
import io.tollgate.core.weave.WovenGates;
import java.util.Optional;

/**
 * What the agent does while the JVM runs, each in a thread of its own: one watches the clock, one
 * prints, one reads, and that one starts the {@link OtherDuties others}. The first starts the
 * second and the third, off the host's main thread.
 */
final class Duty implements Runnable {
  private final LicenseKeeper keeper;
  private final Clock clock;
  private final long patience;
  private final QueuedConsole voice;
  private final Runnable reading;
  private final GateCloser closer;

  private Duty(Inquiry inquiry, QueuedConsole voice, Runnable reading, GateCloser closer) {
    this.keeper = inquiry.keeper();
    this.clock = inquiry.clock();
    this.patience = patience(inquiry.settings());
    this.voice = voice;
    this.reading = reading;
    this.closer = closer;
  }

  /** Starts it all; returns at once. By the thread that goes on to the host's {@code main}. */
  static void begin(
      Inquiry inquiry,
      GateKeeper gates,
      Weaving weaving,
      WovenGates woven,
      Announcer herald,
      QueuedConsole voice) {
    LicenseKeeper keeper = inquiry.keeper();
    // The gates first: what fails after them cannot leave them open.
    keeper.add(gates);
    keeper.add(herald);
    GateCloser closer = new GateCloser(gates, herald);
    Reading reading =
        new Reading(Thread.currentThread(), inquiry, gates, weaving, woven, herald, closer);
    DaemonThreads.start("tollgate-watch", new Duty(inquiry, voice, reading, closer));
  }

  /** Touches no file: nothing that hangs may come between the clock and the gates. */
  @Override
  public void run() {
    try {
      DaemonThreads.start("tollgate-voice", voice);
      DaemonThreads.start("tollgate-reader", reading);
    } catch (Throwable e) {
      // Not one thread more to be had: neither a renewal nor a revocation would ever be seen.
      closer.close();
    }
    try {
      new Watch(keeper, clock, patience, closer, closer).run();
    } finally {
      // Where it could not even begin.
      closer.close();
      closer.tell("It could not begin.");
    }
  }

  /** A slow file system is no news; ten minutes, or three polls of a slow poll, are. */
  private static long patience(Settings settings) {
    return Math.max(600_000, 3 * settings.pollMillis());
  }

  /**
   * Begins with the other duties when the host's {@code main} has begun, and goes on to read. Apart
   * from {@link OtherDuties}, because with that two dozen classes are loaded.
   */
  private static final class Reading implements Runnable {
    /** ms for the host alone, which would share the processors with these classes. */
    private static final long MAINS_OWN = 100;

    private Optional<Thread> host;
    private final Inquiry inquiry;
    private final GateKeeper gates;
    private final Weaving weaving;
    private final WovenGates woven;
    private final Announcer herald;
    private final Watch.End end;

    Reading(
        Thread host,
        Inquiry inquiry,
        GateKeeper gates,
        Weaving weaving,
        WovenGates woven,
        Announcer herald,
        Watch.End end) {
      this.host = Optional.of(host);
      this.inquiry = inquiry;
      this.gates = gates;
      this.weaving = weaving;
      this.woven = woven;
      this.herald = herald;
      this.end = end;
    }

    @Override
    public void run() {
      Optional<Rereader> reader = Optional.empty();
      try {
        inquiry.clock().pause(MAINS_OWN);
        reader =
            Optional.of(
                new OtherDuties(host.orElseThrow(), inquiry, gates, weaving, woven, herald, end)
                    .start());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        host = Optional.empty(); // a thread holds on to the host's class loaders
        if (reader.isEmpty()) {
          end.close();
          end.tell("It was the thread that reads, at its start.");
        }
      }
      if (reader.isPresent()) {
        reader.get().run();
      }
    }
  }
}
