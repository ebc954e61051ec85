package io.tollgate.core.chores;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.lifecycle.Action;
import io.tollgate.core.lifecycle.LicenseKeeper;
import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import java.util.Map;

/**
 * Tells that calls were denied: soon after the first, and once a day if there are more. Looks at
 * counters, because the thread of a denied call is the host's and has better things to do.
 */
public final class DenialReport implements Rereader.AfterRead {
  private static final long DAY = 86_400_000;

  private final LicenseKeeper keeper;
  private final GateKeeper gates;
  private long reported;
  private long reportedAt = Long.MIN_VALUE;

  /** A report of calls that were denied, or that would have been. */
  public DenialReport(LicenseKeeper keeper, GateKeeper gates) {
    this.keeper = keeper;
    this.gates = gates;
  }

  @Override
  public void afterRead(long now) {
    Map<String, Long> counts = gates.denied().byFeature();
    long sum = 0;
    for (long count : counts.values()) {
      sum += count;
    }
    boolean longAgo = reportedAt == Long.MIN_VALUE || now < reportedAt || now - reportedAt >= DAY;
    if (sum > reported && longAgo) {
      reported = sum;
      reportedAt = now;
      ErrorCode code = gates.observes() ? ErrorCode.OBSERVED_CALLS : ErrorCode.DENIED_CALLS;
      keeper.report(Action.DENIED, new Refusal(code, text(counts)));
    }
  }

  private static String text(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder("Since the start:");
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      text.append(text.charAt(text.length() - 1) == ':' ? " " : ", ")
          .append(count.getValue())
          .append(count.getKey().isEmpty() ? " without a feature" : " of " + count.getKey());
    }
    return text.append('.').toString();
  }
}
