package io.tollgate.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.Verdict;
import java.util.Set;

class JwtFuzzTest {
  private static final Verifier VERIFIER = Corpus.verifier();
  private static final Set<License> ISSUED = Corpus.licenses(JwtFuzzTest.class, VERIFIER);

  @FuzzTest
  void onlyWhatWasIssuedIsGranted(byte[] token) {
    Verdict verdict = Bounds.hold(() -> VERIFIER.verify(token, "here")).orElseThrow();
    if (verdict instanceof Verdict.Granted granted) {
      assertTrue(ISSUED.contains(granted.license()), granted.toString());
    }
  }
}
