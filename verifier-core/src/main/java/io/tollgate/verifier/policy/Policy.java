package io.tollgate.verifier.policy;

import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Window;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the vendor decided, once read and found sound.
 *
 * @param productName shown in banners and errors
 * @param productContact whom to ask, shown in banners and errors
 * @param keys the keys that licenses may be signed with
 * @param formats the token forms that are accepted
 * @param issuer the {@code iss} that a token must have
 * @param audience the value that a token's {@code aud} must hold
 * @param tokenFile where the token is mounted, unless the operator moves it
 * @param tokenEnv the environment variable that may hold the token instead
 * @param rules windows, and what starts do
 * @param reverify how often a running JVM verifies its token anew
 * @param gateAnnotations binary names of the annotation types that mark gated methods
 */
public record Policy(
    String productName,
    String productContact,
    TrustedKeys keys,
    Set<TokenFormat> formats,
    Optional<String> issuer,
    Optional<String> audience,
    String tokenFile,
    Optional<String> tokenEnv,
    LifecycleRules rules,
    Window reverify,
    List<String> gateAnnotations) {}
