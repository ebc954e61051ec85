package io.tollgate.verifier.license;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseStatusTest {
  private static final long END = 3_000_000;
  private static final Window SECOND = new Window(0, 1_000);

  @ParameterizedTest
  @CsvSource({
    "999999, NOT_YET_VALID, INVALID, false, TG-LIC-0003, GATE",
    "1000000, VALID, LICENSED, true, '', ''",
    "2998999, VALID, LICENSED, true, '', ''",
    "2999000, EXPIRING, LICENSED, true, '', ''",
    "2999999, EXPIRING, LICENSED, true, '', ''",
    "3000000, GRACE, GRACE, true, '', ''",
    "3000999, GRACE, GRACE, true, '', ''",
    "3001000, EXPIRED, INVALID, false, TG-LIC-0002, HALT"
  })
  void aGrantedLicenseGoesThroughTheStateTable(
      long now, State state, Kind kind, boolean open, String code, String atStart) {
    LicenseStatus status =
        LicenseStatus.of(
            new Verdict.Granted(LifecycleTest.license(License.Terms.NONE)),
            rules(OnProblem.HALT, OnProblem.HALT, OnProblem.GATE),
            now);
    assertEquals(state, status.state());
    assertEquals(kind, status.kind());
    assertEquals(open, status.opensGates());
    assertEquals(code, status.refusal().map(r -> r.code().code()).orElse(""));
    assertEquals(atStart, status.atStart().map(OnProblem::name).orElse(""));
    assertEquals(now, status.asOf());
  }

  @Test
  void theTokensOwnEndModeRulesOverThePolicys() {
    License.Terms gate =
        new License.Terms(Optional.empty(), Optional.empty(), Optional.of(OnProblem.GATE));
    LicenseStatus status =
        LicenseStatus.of(
            new Verdict.Granted(LifecycleTest.license(gate)),
            rules(OnProblem.HALT, OnProblem.HALT, OnProblem.HALT),
            END + 1_000);
    assertEquals(State.EXPIRED, status.state());
    assertEquals(Optional.of(OnProblem.GATE), status.atStart());
  }

  @ParameterizedTest
  @CsvSource({"HALT, INVALID, false", "GATE, INVALID, false", "EVALUATE, EVALUATION, true"})
  void onlyAnEvaluationOpensGatesWithoutAToken(OnProblem onMissing, Kind kind, boolean open) {
    Refusal refusal = new Refusal(ErrorCode.LICENSE_MISSING, "");
    LicenseStatus status =
        LicenseStatus.of(
            new Verdict.Missing(refusal), rules(OnProblem.HALT, onMissing, OnProblem.HALT), 5);
    assertEquals(State.MISSING, status.state());
    assertEquals(kind, status.kind());
    assertEquals(open, status.opensGates());
    assertEquals(Optional.of(onMissing), status.atStart());
    assertEquals(Optional.of(refusal), status.refusal());
    assertEquals(Lifecycle.NEVER, status.nextTransition());
  }

  @Test
  void aRefusedTokenIsInvalidEvenUnderEvaluation() {
    LicenseStatus status =
        LicenseStatus.of(
            new Verdict.Refused(new Refusal(ErrorCode.TOKEN_SIGNATURE, "")),
            rules(OnProblem.HALT, OnProblem.EVALUATE, OnProblem.GATE),
            5);
    assertEquals(State.INVALID, status.state());
    assertEquals(Kind.INVALID, status.kind());
    assertFalse(status.opensGates());
    assertEquals(Optional.of(OnProblem.GATE), status.atStart());
  }

  @Test
  void machinesReadFourKinds() {
    StringBuilder kinds = new StringBuilder();
    for (Kind kind : Kind.values()) {
      kinds.append(kind.text()).append(' ');
    }
    assertEquals("licensed grace evaluation invalid ", kinds.toString());
  }

  @Test
  void anExpiredLicenseSaysSinceWhen() {
    LicenseStatus status =
        LicenseStatus.of(
            new Verdict.Granted(LifecycleTest.license(License.Terms.NONE)),
            rules(OnProblem.HALT, OnProblem.HALT, OnProblem.HALT),
            END + 1_000);
    String message = status.refusal().orElseThrow().message();
    assertTrue(message.contains("1970-01-01 00:50:00 UTC"), message);
    assertTrue(message.contains("1970-01-01 00:50:01 UTC"), message);
  }

  private static LifecycleRules rules(
      OnProblem onExpired, OnProblem onMissing, OnProblem onInvalid) {
    return new LifecycleRules(SECOND, SECOND, onExpired, onMissing, onInvalid);
  }
}
