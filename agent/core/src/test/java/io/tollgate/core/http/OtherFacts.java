package io.tollgate.core.http;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.meter.CapUse;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.GateReport;
import io.tollgate.core.status.StoreState;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts of no license, for what cannot be brought about by a real agent. */
class OtherFacts implements Facts {
  @Override
  public String product() {
    return "P";
  }

  @Override
  public LicenseStatus status() {
    return LicenseStatus.of(
        Verifier.missing(""),
        new LifecycleRules(
            Window.NONE, Window.NONE, OnProblem.GATE, OnProblem.GATE, OnProblem.GATE),
        Site.NOW);
  }

  @Override
  public long lastVerified() {
    return Site.NOW;
  }

  @Override
  public long nextTransition() {
    return Lifecycle.NEVER;
  }

  @Override
  public Optional<String> tokenHash() {
    return Optional.empty();
  }

  @Override
  public int gatesWoven() {
    return 0;
  }

  @Override
  public GateReport gates() {
    return new GateReport(new GateKeeper(), new WovenGates());
  }

  @Override
  public Map<String, Long> observed() {
    return Map.of();
  }

  @Override
  public Map<String, Long> denied() {
    return Map.of();
  }

  @Override
  public List<CapUse> caps() {
    return List.of();
  }

  @Override
  public Map<String, Long> rejected() {
    return Map.of();
  }

  @Override
  public Optional<String> installation() {
    return Optional.empty();
  }

  @Override
  public Optional<StoreState> store() {
    return Optional.empty();
  }

  @Override
  public Optional<Long> offlineSince() {
    return Optional.empty();
  }

  @Override
  public long clockBehind() {
    return 0;
  }
}
