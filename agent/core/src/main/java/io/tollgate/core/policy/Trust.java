package io.tollgate.core.policy;

import io.tollgate.core.system.Environment;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that licenses are judged by.
 *
 * @param keys what licenses are judged by: the vendor's own, unless the environment variable that
 *     the policy names replaces the Ed25519 key
 * @param own the vendor's own, sealed or published: what denylists and endorsements are judged by
 * @param published whether {@code own} was published, and not only sealed
 * @param replacement what the environment variable holds
 * @param problem what is wrong with the variable; the vendor's own keys stay then
 */
public record Trust(
    TrustedKeys keys,
    TrustedKeys own,
    boolean published,
    Optional<TrustedKey> replacement,
    Optional<Refusal> problem) {

  /** Of the policy's own keys. */
  public static Trust of(Policy policy, Environment environment) {
    return of(policy, Optional.empty(), environment);
  }

  /**
   * Of the keys that were published, once there are any.
   *
   * @param published what was fetched last; the policy's own keys are only for the time before
   */
  public static Trust of(Policy policy, Optional<TrustedKeys> published, Environment environment) {
    TrustedKeys own = published.isPresent() ? withRoots(policy, published.get()) : policy.keys();
    Optional<String> value =
        policy.keysEnv().isPresent()
            ? environment.variable(policy.keysEnv().get())
            : Optional.empty();
    if (value.isEmpty() || value.get().isBlank()) {
      return new Trust(own, own, published.isPresent(), Optional.empty(), Optional.empty());
    }
    Optional<TrustedKey> replacement = KeyReader.raw(value.get());
    if (replacement.isEmpty()) {
      return new Trust(
          own,
          own,
          published.isPresent(),
          Optional.empty(),
          Optional.of(
              new Refusal(ErrorCode.KEY_OVERRIDE, "It is " + policy.keysEnv().get() + ".")));
    }
    return new Trust(
        own.replacedBy(replacement.get()),
        own,
        published.isPresent(),
        replacement,
        Optional.empty());
  }

  /** The same with keys that were published since. */
  public Trust withPublished(Policy policy, TrustedKeys fetched) {
    TrustedKeys fresh = withRoots(policy, fetched);
    return new Trust(
        replacement.isPresent() ? fresh.replacedBy(replacement.get()) : fresh,
        fresh,
        true,
        replacement,
        problem);
  }

  /**
   * Published keys sign licenses and denylists. What makes keys by endorsing them is sealed: who
   * can change what is fetched must not be able to do that.
   */
  private static TrustedKeys withRoots(Policy policy, TrustedKeys published) {
    List<TrustedKey> keys = new ArrayList<>(policy.keys().of(KeyUse.ROOT).all());
    keys.addAll(published.of(KeyUse.SIGNATURE).all());
    return new TrustedKeys(keys);
  }
}
