package io.tollgate.core.status;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.LicenseListener;
import io.tollgate.core.lifecycle.Offline;
import io.tollgate.core.lifecycle.Timekeeper;
import io.tollgate.core.meter.CapUse;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The facts of a running agent. */
public final class StatusBoard implements Facts, LicenseListener {
  private final String product;
  private final LicenseKeeper keeper;
  private final Timekeeper clock;
  private final Offline offline;
  private final Optional<String> installation;
  private final StoreView store;
  private final GateKeeper gates;
  private final WovenGates woven;
  private final GateReport report;
  private final Map<String, Long> rejected = new TreeMap<>();

  /** Knows of the store, and does not open it. */
  public interface StoreView {

    /** Where it is, and whether it is reached; empty if none is used. */
    Optional<StoreState> state();
  }

  public StatusBoard(
      String product,
      LicenseKeeper keeper,
      Timekeeper clock,
      Offline offline,
      Optional<String> installation,
      StoreView store,
      GateKeeper gates,
      WovenGates woven) {
    this.product = product;
    this.keeper = keeper;
    this.clock = clock;
    this.offline = offline;
    this.installation = installation;
    this.store = store;
    this.gates = gates;
    this.woven = woven;
    this.report = new GateReport(gates, woven);
  }

  /** Counts what was not taken, be it that another license stays or that there is none. */
  @Override
  public void happened(LicenseEvent event) {
    if (event.action() != Action.REJECTED || event instanceof LicenseEvent.Reminder) {
      return;
    }
    if (event instanceof LicenseEvent.Problem problem) {
      count(problem.refusal().code());
    } else if (event.status().refusal().isPresent()) {
      count(event.status().refusal().get().code());
    }
  }

  private void count(ErrorCode code) {
    synchronized (rejected) {
      Long before = rejected.get(code.code());
      rejected.put(code.code(), before == null ? 1 : before + 1);
    }
  }

  @Override
  public String product() {
    return product;
  }

  /** Gates that are closed whatever the license says make no license count. */
  @Override
  public LicenseStatus status() {
    LicenseStatus status = keeper.statusAt(clock.now());
    Optional<Refusal> anyway = gates.closedAnyway();
    return anyway.isPresent() ? status.closed(anyway.get(), OnProblem.GATE) : status;
  }

  @Override
  public long lastVerified() {
    return keeper.verifiedAt();
  }

  @Override
  public long nextTransition() {
    return keeper.nextChange(clock.now());
  }

  @Override
  public Optional<String> tokenHash() {
    return keeper.tokenHash();
  }

  @Override
  public int gatesWoven() {
    return woven.count();
  }

  @Override
  public GateReport gates() {
    return report;
  }

  @Override
  public Map<String, Long> denied() {
    return gates.observes() ? Map.of() : gates.denied().byFeature();
  }

  @Override
  public Map<String, Long> observed() {
    return gates.observes() ? gates.denied().byFeature() : Map.of();
  }

  @Override
  public List<CapUse> caps() {
    return gates.uses();
  }

  @Override
  public Map<String, Long> rejected() {
    synchronized (rejected) {
      return new TreeMap<>(rejected);
    }
  }

  @Override
  public Optional<String> installation() {
    return installation;
  }

  @Override
  public Optional<StoreState> store() {
    return store.state();
  }

  @Override
  public Optional<Long> offlineSince() {
    return offline.since();
  }

  @Override
  public long clockBehind() {
    return clock.problem().isPresent() ? clock.behind() : 0;
  }
}
