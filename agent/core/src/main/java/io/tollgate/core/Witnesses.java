package io.tollgate.core;

import io.tollgate.core.audit.AuditLog;
import io.tollgate.core.audit.UnkeptLedger;
import io.tollgate.core.jfr.FlightRecords;
import io.tollgate.core.jmx.LicenseBean;
import io.tollgate.core.jmx.Management;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.JvmArguments;
import io.tollgate.core.status.StatusJson;
import io.tollgate.core.system.Clock;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.core.system.LocalLedger;
import io.tollgate.core.system.LocalStorage;
import io.tollgate.verifier.license.UtcText;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Those that hold on to what happens, for others to look at: the audit log, the flight recorder,
 * the bean. They are made when the first event reaches them, in the thread that brings it, because
 * a start does not need them.
 *
 * <p>As a {@link Runnable} it is the thread that touches what a host wants to choose for itself:
 * the bean server comes with a builder of the host's and makes the JVM's log manager, and
 * application servers set theirs in the first moments of {@code main}. So it waits until no agent's
 * {@code premain} is under way and then {@link #PATIENCE} more.
 */
final class Witnesses implements LicenseListener, Rereader.AfterRead, Runnable {
  /** Many times what WildFly takes to name its log manager, which its main does first of all. */
  private static final long PATIENCE = 10_000;

  private final Clock clock;
  private final StateFolder folder;
  private final String product;
  private final Facts facts;
  private final Optional<AuditLines> lines;
  private Optional<FlightRecords> flights = Optional.empty();
  private volatile Optional<AuditLog> audit = Optional.empty();
  private volatile Optional<LicenseBean> bean = Optional.empty();
  private final HostMain main;

  /**
   * Waits for nothing yet.
   *
   * @param main the thread that runs the agents, and then the host
   * @param lines takes the lines of the audit log that are to go further
   */
  Witnesses(
      Thread main,
      Clock clock,
      StateFolder folder,
      String product,
      Facts facts,
      Optional<AuditLines> lines) {
    this.clock = clock;
    this.folder = folder;
    this.product = product;
    this.facts = facts;
    this.lines = lines;
    this.main = new HostMain(main);
  }

  /** The recorder before the log, which may have to wait for a disk. */
  @Override
  public void happened(LicenseEvent event) {
    flights().happened(event);
    Optional<String> path = folder.path();
    if (audit.isEmpty() && (path.isPresent() || lines.isPresent())) {
      audit =
          Optional.of(
              new AuditLog(
                  path.isPresent()
                      ? new LocalLedger(new LocalStorage(), path.get(), AuditLog.NAME)
                      : new UnkeptLedger(),
                  clock,
                  product,
                  UUID.randomUUID().toString(),
                  new TellFolder(folder, path.orElse("")),
                  lines.isPresent() ? lines.get() : AuditLog.NO_COPY));
    }
    if (audit.isPresent()) {
      audit.get().happened(event);
    }
  }

  private synchronized FlightRecords flights() {
    if (flights.isEmpty()) {
      flights = Optional.of(new FlightRecords());
    }
    return flights.get();
  }

  @Override
  public void afterRead(long now) {
    if (audit.isPresent() && audit.get().isDue()) {
      // Not in the thread that reads tokens: the disk of the log may be another, and hang.
      DaemonThreads.start("tollgate-audit", audit.get());
    }
    if (bean.isPresent()) {
      show(bean.get(), now);
    }
  }

  private void show(LicenseBean shown, long now) {
    shown.show(StatusJson.of(facts).put("asOf", UtcText.iso(now)).toString());
  }

  @Override
  public void run() {
    try {
      main.awaitBegin(clock, PATIENCE);
      while (!hasBegun()) {
        clock.pause(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A host that has no memory now may have some later. */
  private boolean hasBegun() {
    try {
      begin();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private void begin() {
    flights().begin();
    Optional<List<String>> arguments = Management.jvmArguments();
    if (arguments.isPresent()) {
      facts.gates().meet(JvmArguments.neighbors(arguments.get(), Runtime.version().feature()));
    }
    LicenseBean made = new LicenseBean();
    show(made, clock.now());
    if (Management.register(made)) {
      bean = Optional.of(made);
    }
  }

  private record TellFolder(StateFolder folder, String path) implements AuditLog.Trouble {
    @Override
    public void cannotWrite(String why) {
      folder.cannotAppend("The audit log in " + path + " " + why + ".");
    }

    @Override
    public void canWrite() {
      folder.canAppend();
    }
  }
}
