package io.tollgate.verifier.policy;

import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.EntitlementPaths;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Window;
import java.util.Optional;
import java.util.Set;

/**
 * What the vendor decided, once read and found sound.
 *
 * @param productName shown in banners and errors
 * @param productContact whom to ask, shown in banners and errors
 * @param keys the keys that licenses, denylists and endorsements may be signed with
 * @param keysEnv the environment variable that may replace the Ed25519 key
 * @param tokens what a token must be
 * @param entitlements where tier, features and caps stand in it
 * @param denylistFile where the list of revoked licenses lies
 * @param remote what is fetched from the vendor
 * @param rules windows, and what starts do
 * @param reverify how often a running JVM verifies its token anew
 * @param gates which methods have gates
 * @param metricsPrefix what the names of the first two metrics begin with
 */
public record Policy(
    String productName,
    String productContact,
    TrustedKeys keys,
    Optional<String> keysEnv,
    TokenRules tokens,
    EntitlementPaths entitlements,
    Optional<String> denylistFile,
    Remote remote,
    LifecycleRules rules,
    Window reverify,
    GateRules gates,
    String metricsPrefix) {

  /** A policy that asks for nothing but the form and one of these keys: what issues can be read. */
  public static Policy of(TrustedKeys keys) {
    return new Policy(
        "any product",
        "its vendor",
        keys,
        Optional.empty(),
        new TokenRules(
            Set.of(TokenFormat.values()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty()),
        EntitlementPaths.NONE,
        Optional.empty(),
        Remote.NONE,
        new LifecycleRules(
            Window.NONE, Window.NONE, OnProblem.HALT, OnProblem.HALT, OnProblem.HALT),
        Window.NONE,
        GateRules.NONE,
        "");
  }
}
