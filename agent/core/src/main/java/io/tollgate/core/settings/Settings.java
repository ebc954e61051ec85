package io.tollgate.core.settings;

import java.util.Optional;

/**
 * What the operator decided. Nothing here can lengthen a window, add a key or count as entitlement.
 *
 * @param policyFile where the policy of an unsealed jar lies
 * @param tokenFile where the token is, if not where the policy says
 * @param installation this installation's id, for licenses that are bound to one
 * @param pollMillis how often the token's places are read anew
 * @param json whether banners and log lines are JSON
 * @param stateFolder where things are remembered from one start to the next
 * @param http where the HTTP endpoint listens, {@code HOST:PORT}; off if empty
 * @param adminTokenFile the file with the bearer token that opens what is not for everybody
 * @param caFile more certificates to trust when the vendor's keys are fetched, PEM
 * @param proxy the HTTP proxy to fetch them through
 * @param store where the store is
 */
public record Settings(
    Optional<String> policyFile,
    Optional<String> tokenFile,
    Optional<String> installation,
    long pollMillis,
    boolean json,
    Optional<String> stateFolder,
    Optional<HttpAddress> http,
    Optional<String> adminTokenFile,
    Optional<String> caFile,
    Optional<String> proxy,
    StoreSettings store) {}
