package io.tollgate.core.http;

import io.tollgate.core.meter.CapUse;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.GateReport;
import io.tollgate.core.status.StoreState;
import io.tollgate.verifier.license.LicenseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All facts, looked up one after the other and kept: no question to them can wait for a lock. */
record Moment(
    String product,
    LicenseStatus status,
    long lastVerified,
    long nextTransition,
    Optional<String> tokenHash,
    int gatesWoven,
    GateReport gates,
    Map<String, Long> denied,
    Map<String, Long> observed,
    List<CapUse> caps,
    Map<String, Long> rejected,
    Optional<String> installation,
    Optional<StoreState> store,
    Optional<Long> offlineSince,
    long clockBehind)
    implements Facts {

  static Moment of(Facts facts) {
    return new Moment(
        facts.product(),
        facts.status(),
        facts.lastVerified(),
        facts.nextTransition(),
        facts.tokenHash(),
        facts.gatesWoven(),
        facts.gates(),
        facts.denied(),
        facts.observed(),
        facts.caps(),
        facts.rejected(),
        facts.installation(),
        facts.store(),
        facts.offlineSince(),
        facts.clockBehind());
  }
}
