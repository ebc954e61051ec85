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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A header, a line feed and claims, which the test signs: what a vendor's key may come to sign. */
class ClaimsFuzzTest {
  private static final Verifier VERIFIER = Corpus.verifier();
  private static final LifecycleRules RULES = Corpus.policy().rules();
  private static final long YEAR_10000 = 253_402_300_800_000L;

  @DictionaryFile(resourcePath = "claims.dict")
  @FuzzTest
  void whatIsGrantedHasAnEndAndCanBeJudgedAtAnyTime(byte[] headerAndClaims) {
    byte[] token = signed(headerAndClaims);
    Verdict verdict = Bounds.hold(() -> VERIFIER.verify(token, "here")).orElseThrow();
    if (verdict instanceof Verdict.Granted granted) {
      License license = granted.license();
      assertTrue(license.end() >= 0 && license.end() < YEAR_10000, license.toString());
      assertFalse(license.customerId().isBlank());
      assertFalse(license.licenseId().isBlank());
    }
    for (long now : new long[] {Long.MIN_VALUE, -1, 0, YEAR_10000, Long.MAX_VALUE}) {
      Bounds.hold(() -> UtcText.iso(LicenseStatus.of(verdict, RULES, now).nextTransition()));
    }
  }

  private static byte[] signed(byte[] headerAndClaims) {
    int line = 0;
    while (line < headerAndClaims.length && headerAndClaims[line] != '\n') {
      line++;
    }
    byte[] header = Arrays.copyOf(headerAndClaims, line);
    int from = Math.min(line + 1, headerAndClaims.length);
    byte[] claims = Arrays.copyOfRange(headerAndClaims, from, headerAndClaims.length);
    return FuzzKey.jws(header, claims).getBytes(StandardCharsets.US_ASCII);
  }
}
