package io.tollgate.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import java.util.Arrays;

/** A header, a line feed and claims, which the test signs as a JWT, and as a licence-v1. */
class ClaimsFuzzTest {
  private static final Verifier VERIFIER = Corpus.verifier();
  private static final LifecycleRules RULES = Corpus.policy().rules();
  private static final long YEAR_10000 = 253_402_300_800_000L;

  @DictionaryFile(resourcePath = "claims.dict")
  @FuzzTest
  void whatIsGrantedHasAnEndAndCanBeJudgedAtAnyTime(byte[] headerAndClaims) {
    int line = 0;
    while (line < headerAndClaims.length && headerAndClaims[line] != '\n') {
      line++;
    }
    byte[] header = Arrays.copyOf(headerAndClaims, line);
    int from = Math.min(line + 1, headerAndClaims.length);
    byte[] claims = Arrays.copyOfRange(headerAndClaims, from, headerAndClaims.length);
    judge(FuzzKey.SIGNER.jws(header, claims));
    judge(FuzzKey.SIGNER.licenceV1(claims));
  }

  private static void judge(byte[] token) {
    Verdict verdict = Bounds.hold(() -> VERIFIER.verify(token, "here")).orElseThrow();
    if (verdict instanceof Verdict.Granted granted) {
      License license = granted.license();
      assertTrue(license.end() >= 0 && license.end() < YEAR_10000, license.toString());
      assertFalse(license.customerId().isBlank());
      assertFalse(license.licenseId().isBlank());
      for (long cap : license.entitlements().caps().values()) {
        assertTrue(cap >= 0, license.toString());
      }
    }
    for (long now : new long[] {Long.MIN_VALUE, -1, 0, YEAR_10000, Long.MAX_VALUE}) {
      Bounds.hold(() -> UtcText.iso(LicenseStatus.of(verdict, RULES, now).nextTransition()));
    }
  }
}
