package io.tollgate.core.remote;

import io.tollgate.core.lifecycle.Revocations;
import io.tollgate.core.policy.Trust;
import io.tollgate.core.state.StateFolder;
import io.tollgate.core.system.Environment;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.policy.Policy;
import java.util.Optional;

/**
 * What is known of the vendor without asking: sealed, mounted, or remembered from the last time
 * that the product ran.
 *
 * @param trust the keys
 * @param revocations the licenses that were taken back
 */
public record Knowledge(Trust trust, Revocations revocations) {
  private static final String DENYLIST = "denylist";

  /** What a start in these surroundings knows. */
  public static Knowledge of(
      Policy policy, StateFolder folder, FileSystem files, Environment environment) {
    Trust trust = Trust.of(policy, published(policy, folder), environment);
    return new Knowledge(
        trust, Revocations.read(policy, trust.own(), files, rememberedDenylist(folder)));
  }

  private static Optional<TrustedKeys> published(Policy policy, StateFolder folder) {
    Optional<String> url = policy.remote().keysUrl();
    return url.isPresent() ? PublishedKeys.remembered(folder, url.get()) : Optional.empty();
  }

  /** The denylist that counted last, as it was signed. */
  public static Optional<byte[]> rememberedDenylist(StateFolder folder) {
    return folder.read(DENYLIST);
  }

  /** Remembers the denylist that counts. */
  public static void rememberDenylist(StateFolder folder, byte[] list) {
    folder.write(DENYLIST, list);
  }
}
