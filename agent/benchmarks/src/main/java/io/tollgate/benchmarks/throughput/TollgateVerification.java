package io.tollgate.benchmarks.throughput;

import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;

/** As the agent does: from the bytes of the file to the whole license, strict JSON included. */
final class TollgateVerification implements Verification {
  private final Verifier verifier;

  TollgateVerification(SignedToken token) throws RefusedException {
    byte[] jwk = token.jwk().toJSONString().getBytes(StandardCharsets.UTF_8);
    verifier = new Verifier(Policy.of(new TrustedKeys(KeyReader.read("bench.jwk.json", jwk))));
  }

  @Override
  public Seen verify(String token) throws SignatureException {
    Verdict verdict = verifier.verify(token.getBytes(StandardCharsets.US_ASCII), "memory");
    if (verdict instanceof Verdict.Granted granted) {
      return new Seen(granted.license().customerId(), granted.license().end() / 1_000);
    }
    throw new SignatureException(verdict.toString());
  }
}
