package io.tollgate.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Policies and verdicts, as tests write and read them. */
final class Verdicts {
  private Verdicts() {}

  /** A policy with these lines and one key file. */
  static Policy policy(String key, String... lines) {
    Map<String, String> files =
        Map.of(
            "policy",
            "product.name=P\nproduct.contact=C\nkeys.file=key\n" + String.join("\n", lines) + "\n",
            "key",
            key);
    try {
      return PolicyReader.read(
          "policy",
          name -> {
            String file = files.get(name);
            if (file == null) {
              throw new IOException(name);
            }
            return file.getBytes(StandardCharsets.UTF_8);
          });
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  static License granted(Policy policy, String token) {
    return granted(new Verifier(policy), token);
  }

  static License granted(Verifier verifier, String token) {
    Verdict verdict = verify(verifier, token);
    return assertInstanceOf(Verdict.Granted.class, verdict, verdict.toString()).license();
  }

  static Refusal refused(ErrorCode code, Policy policy, String token) {
    return refused(code, new Verifier(policy), token);
  }

  static Refusal refused(Policy policy, String token) {
    return refused(new Verifier(policy), token);
  }

  private static Refusal refused(Verifier verifier, String token) {
    Verdict verdict = verify(verifier, token);
    return assertInstanceOf(Verdict.Refused.class, verdict, verdict.toString()).refusal();
  }

  static Refusal refused(ErrorCode code, Verifier verifier, String token) {
    Refusal refusal = refused(verifier, token);
    assertEquals(code, refusal.code(), refusal.message());
    return refusal;
  }

  private static Verdict verify(Verifier verifier, String token) {
    return verifier.verify(token.getBytes(StandardCharsets.UTF_8), "test");
  }
}
