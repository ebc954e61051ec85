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
import io.tollgate.core.status.StatusBoard;
import io.tollgate.core.status.StatusFile;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.weave.Weaving;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What else there is to do while the JVM runs: one thread writes down, and as they are asked for
 * one counts, one fetches, and some answer. None of it is made on the host's main thread, which
 * would wait for two dozen classes.
 *
 * @param host the thread that ran the agents, and then the host
 * @param end closes the gates: nobody would notice a revocation any more
 */
record OtherDuties(
    Thread host,
    Inquiry inquiry,
    GateKeeper gates,
    Weaving weaving,
    WovenGates woven,
    Announcer herald,
    Watch.End end) {

  /** Starts them, and makes what the calling thread is to do from now on: it reads. */
  Rereader start() {
    LicenseKeeper keeper = inquiry.keeper();
    StatusBoard board =
        new StatusBoard(
            inquiry.policy().productName(),
            keeper,
            inquiry.clock(),
            inquiry.offline(),
            inquiry.installation(),
            inquiry.store(),
            gates,
            woven);
    Optional<AuditLines> lines = lines(inquiry);
    Witnesses witnesses =
        new Witnesses(
            host, inquiry.clock(), inquiry.folder(), inquiry.policy().productName(), board, lines);
    QueuedListener scribe = new QueuedListener(List.of(witnesses));
    keeper.add(board);
    keeper.add(inquiry.clock());
    keeper.add(scribe);
    keeper.introduce(board);
    keeper.introduce(inquiry.clock());
    keeper.introduce(scribe);
    Rereader reader =
        new Rereader(
            keeper,
            inquiry.clock(),
            inquiry.settings().pollMillis(),
            inquiry.policy().reverify(),
            chores(inquiry, gates, weaving, board, herald, witnesses),
            end);
    start(scribe, witnesses, lines, board);
    return reader;
  }

  private void start(
      QueuedListener scribe, Witnesses witnesses, Optional<AuditLines> lines, StatusBoard board) {
    try {
      DaemonThreads.start("tollgate-scribe", scribe);
      DaemonThreads.start("tollgate-late", witnesses);
      if (inquiry.policy().gates().countsAnything()) {
        DaemonThreads.start(
            "tollgate-meters", new MeterDuty(host, gates, inquiry.keeper(), inquiry.clock(), end));
      }
      if (inquiry.vendor().isPresent()) {
        DaemonThreads.start("tollgate-fetch", inquiry.vendor().get());
      }
      if (lines.isPresent()) {
        DaemonThreads.start("tollgate-store-watch", new StoreDuty(inquiry, lines.get()));
      }
      Optional<HttpAddress> http = inquiry.settings().http();
      if (http.isPresent()) {
        DaemonThreads.start(
            "tollgate-http", new HttpDuty(host, http.get(), inquiry, board, herald));
      }
    } catch (Throwable e) {
      // Nothing is written down or fetched: the patience with an unreachable vendor ends by itself.
    }
  }

  /** The lines of the audit log that are to go to the store; none if nobody shares it. */
  private static Optional<AuditLines> lines(Inquiry inquiry) {
    return inquiry.store().isShared()
        ? Optional.of(new AuditLines(inquiry.folder().path(AuditLog.FILE)))
        : Optional.empty();
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
