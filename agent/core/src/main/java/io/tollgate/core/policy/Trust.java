package io.tollgate.core.policy;

import io.tollgate.core.system.Environment;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.policy.Policy;
import java.util.Optional;

/**
 * The keys that licenses are judged by.
 *
 * @param keys the policy's, unless the environment variable that it names replaces the Ed25519 key
 * @param problem what is wrong with the variable; the policy's own keys stay then
 */
public record Trust(TrustedKeys keys, Optional<Refusal> problem) {

  public static Trust of(Policy policy, Environment environment) {
    Optional<String> value =
        policy.keysEnv().isPresent()
            ? environment.variable(policy.keysEnv().get())
            : Optional.empty();
    if (value.isEmpty() || value.get().isBlank()) {
      return new Trust(policy.keys(), Optional.empty());
    }
    Optional<TrustedKey> replacement = KeyReader.raw(value.get());
    if (replacement.isEmpty()) {
      return new Trust(
          policy.keys(),
          Optional.of(
              new Refusal(ErrorCode.KEY_OVERRIDE, "It is " + policy.keysEnv().get() + ".")));
    }
    return new Trust(policy.keys().replacedBy(replacement.get()), Optional.empty());
  }
}
