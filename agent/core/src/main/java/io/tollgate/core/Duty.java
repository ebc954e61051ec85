package io.tollgate.core;

import io.tollgate.core.announce.Announcer;
import io.tollgate.core.audit.AuditLog;
import io.tollgate.core.chores.Chores;
import io.tollgate.core.chores.DenialReport;
import io.tollgate.core.chores.MountReport;
import io.tollgate.core.chores.Remembering;
import io.tollgate.core.chores.VerificationReport;
import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.QueuedListener;
import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.core.lifecycle.Watch;
import io.tollgate.core.settings.HttpAddress;
import io.tollgate.core.settings.Settings;
import io.tollgate.core.status.StatusBoard;
import io.tollgate.core.status.StatusFile;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.QueuedConsole;
import io.tollgate.core.weave.Weaving;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the agent does while the JVM runs, each in a thread of its own: one watches the clock, one
 * reads, one prints, one writes down, and as they are asked for one fetches and some answer. The
 * first starts the others, off the host's main thread.
 */
final class Duty implements Runnable {
  private final Inquiry inquiry;
  private final QueuedConsole voice;
  private final QueuedListener scribe;
  private final Witnesses witnesses;
  private final Watch watch;
  private final Rereader reader;
  private final Watch.End end;
  private final Optional<AuditLines> lines;
  private final Optional<HttpDuty> http;
  private final Optional<MeterDuty> meters;

  private Duty(
      Inquiry inquiry,
      QueuedConsole voice,
      QueuedListener scribe,
      Witnesses witnesses,
      Watch watch,
      Rereader reader,
      Watch.End end,
      Optional<AuditLines> lines,
      Optional<HttpDuty> http,
      Optional<MeterDuty> meters) {
    this.inquiry = inquiry;
    this.voice = voice;
    this.scribe = scribe;
    this.witnesses = witnesses;
    this.watch = watch;
    this.reader = reader;
    this.end = end;
    this.lines = lines;
    this.http = http;
    this.meters = meters;
  }

  /** Starts it all; returns at once. */
  static void begin(
      Inquiry inquiry,
      GateKeeper gates,
      Weaving weaving,
      WovenGates woven,
      Announcer herald,
      QueuedConsole voice) {
    LicenseKeeper keeper = inquiry.keeper();
    StatusBoard board =
        new StatusBoard(
            inquiry.policy().productName(),
            keeper,
            inquiry.clock(),
            inquiry.offline(),
            inquiry.installation(),
            gates,
            woven);
    Optional<AuditLines> lines = lines(inquiry);
    Witnesses witnesses =
        new Witnesses(
            inquiry.clock(), inquiry.folder(), inquiry.policy().productName(), board, lines);
    QueuedListener scribe = new QueuedListener(List.of(witnesses));
    // The gates first: what fails after them cannot leave them open.
    keeper.add(gates);
    keeper.add(herald);
    keeper.add(board);
    keeper.add(inquiry.clock());
    keeper.add(scribe);
    keeper.introduce(board);
    keeper.introduce(inquiry.clock());
    keeper.introduce(scribe);
    Watch.End end = new CloseForGood(gates, herald);
    DaemonThreads.start(
        "tollgate-watch",
        new Duty(
            inquiry,
            voice,
            scribe,
            witnesses,
            new Watch(keeper, inquiry.clock(), patience(inquiry.settings()), end),
            new Rereader(
                keeper,
                inquiry.clock(),
                inquiry.settings().pollMillis(),
                inquiry.policy().reverify(),
                chores(inquiry, gates, weaving, board, herald, witnesses),
                end),
            end,
            lines,
            http(inquiry, board, herald),
            meters(inquiry, gates)));
  }

  /** The lines of the audit log that are to go to the store; none if nobody shares it. */
  private static Optional<AuditLines> lines(Inquiry inquiry) {
    return inquiry.store().isShared()
        ? Optional.of(new AuditLines(inquiry.folder().path(AuditLog.FILE)))
        : Optional.empty();
  }

  private static Optional<HttpDuty> http(Inquiry inquiry, StatusBoard board, Announcer herald) {
    Optional<HttpAddress> address = inquiry.settings().http();
    return address.isPresent()
        ? Optional.of(new HttpDuty(Thread.currentThread(), address.get(), inquiry, board, herald))
        : Optional.empty();
  }

  private static Optional<MeterDuty> meters(Inquiry inquiry, GateKeeper gates) {
    return inquiry.policy().gates().meters().isEmpty()
        ? Optional.empty()
        : Optional.of(new MeterDuty(gates, inquiry.keeper(), inquiry.clock()));
  }

  /** A slow file system is no news; ten minutes, or three polls of a slow poll, are. */
  private static long patience(Settings settings) {
    return Math.max(600_000, 3 * settings.pollMillis());
  }

  private static Chores chores(
      Inquiry inquiry,
      GateKeeper gates,
      Weaving weaving,
      StatusBoard board,
      Announcer herald,
      Witnesses witnesses) {
    List<Rereader.AfterRead> chores = new ArrayList<>();
    chores.add(new LookAgain(weaving));
    chores.add(new DenialReport(inquiry.keeper(), gates));
    chores.add(new VerificationReport(herald));
    chores.add(
        new MountReport(
            inquiry.keeper(),
            inquiry.settings().tokenFile().orElse(inquiry.policy().tokens().file()),
            inquiry.files()));
    if (inquiry.folder().isThere()) {
      chores.add(
          new Remembering(
              inquiry.folder(),
              inquiry.keeper(),
              inquiry.clock(),
              inquiry.offline(),
              inquiry.vendor(),
              new TellFolder(herald)));
      chores.add(new StatusFile(board, inquiry.folder()));
    }
    chores.add(witnesses);
    return new Chores(chores);
  }

  @Override
  public void run() {
    try {
      DaemonThreads.start("tollgate-voice", voice);
      DaemonThreads.start("tollgate-reader", reader);
    } catch (Throwable e) {
      // Not one thread more to be had: neither a renewal nor a revocation would ever be seen.
      end.close();
    }
    startTheOthers();
    watch.run();
  }

  private void startTheOthers() {
    try {
      DaemonThreads.start("tollgate-scribe", scribe);
      DaemonThreads.start("tollgate-late", witnesses);
      if (meters.isPresent()) {
        DaemonThreads.start("tollgate-meters", meters.get());
      }
      if (inquiry.vendor().isPresent()) {
        DaemonThreads.start("tollgate-fetch", inquiry.vendor().get());
      }
      if (lines.isPresent()) {
        DaemonThreads.start(
            "tollgate-store-watch", new StoreDuty(inquiry, inquiry.store(), lines.get()));
      }
      if (http.isPresent()) {
        DaemonThreads.start("tollgate-http", http.get());
      }
    } catch (Throwable e) {
      // Nothing is written down or fetched: the patience with an unreachable vendor ends by itself.
    }
  }

  /** Nobody looks any more. */
  private static final class CloseForGood implements Watch.End {
    private final GateKeeper gates;
    private final Announcer announcer;
    private final Refusal refusal = new Refusal(ErrorCode.WATCH_DIED, "");
    private boolean untold;

    CloseForGood(GateKeeper gates, Announcer announcer) {
      this.gates = gates;
      this.announcer = announcer;
    }

    @Override
    public synchronized void close() {
      if (gates.block(refusal)) {
        untold = true;
      }
    }

    @Override
    public synchronized void tell(String why) {
      if (untold) {
        untold = false;
        announcer.problem("licensed functions are closed", new Refusal(ErrorCode.WATCH_DIED, why));
      }
    }
  }

  /** For a class that was on its way in another thread when what is below its type was woven. */
  private record LookAgain(Weaving weaving) implements Rereader.AfterRead {
    @Override
    public void afterRead(long now) {
      weaving.lookAgain();
    }
  }

  private record TellFolder(Announcer announcer) implements Remembering.Trouble {
    @Override
    public void withFolder(Refusal refusal) {
      announcer.problem("the state folder is not used", refusal);
    }
  }
}
