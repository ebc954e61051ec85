package io.tollgate.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.token.Denylist;
import java.nio.charset.StandardCharsets;

/** What a denylist holds, which the test signs, and the same bytes as a list of their own. */
class DenylistFuzzTest {
  private static final TrustedKeys TRUSTED = Corpus.policy().keys();
  private static final byte[] HEADER =
      "{\"alg\":\"EdDSA\",\"typ\":\"denylist+jwt\"}".getBytes(StandardCharsets.US_ASCII);

  @DictionaryFile(resourcePath = "denylist.dict")
  @FuzzTest
  void aListHasANumberAndIsSigned(byte[] content) {
    byte[] list = FuzzKey.SIGNER.jws(HEADER, content);
    Bounds.hold(() -> Denylist.read(list, TRUSTED))
        .ifPresent(read -> assertTrue(read.seq() >= 0, read.toString()));
    Bounds.hold(() -> Denylist.read(content, TRUSTED))
        .ifPresent(read -> assertTrue(read.seq() == 7, read.toString()));
  }
}
