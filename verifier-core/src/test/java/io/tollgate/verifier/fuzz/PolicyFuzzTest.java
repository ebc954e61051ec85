package io.tollgate.verifier.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyFiles;
import io.tollgate.verifier.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class PolicyFuzzTest {
  private static final byte[] TOKEN =
      FuzzKey.SIGNER.jws(
          "{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.US_ASCII),
          "{\"sub\":\"A\",\"exp\":1,\"a\":{\"b\":1}}".getBytes(StandardCharsets.US_ASCII));

  @DictionaryFile(resourcePath = "policy.dict")
  @FuzzTest
  void whatIsReadCanJudgeATokenAndNamesItsFiles(byte[] file) {
    PolicyFiles files = Corpus.files(file);
    Optional<Policy> policy = Bounds.hold(() -> PolicyReader.read("policy", files));
    if (policy.isPresent()) {
      Verifier verifier = new Verifier(policy.get());
      assertTrue(Bounds.hold(() -> verifier.verify(TOKEN, "here")).isPresent());
      Optional<List<String>> keyFiles = Bounds.hold(() -> PolicyReader.keyFiles("policy", files));
      assertTrue(keyFiles.orElseThrow().contains("keys"));
      assertEquals(
          Optional.of(policy.get().gates()),
          Bounds.hold(() -> PolicyReader.gates("policy", files)));
    }
  }
}
