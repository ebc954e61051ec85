package io.tollgate.verifier.policy;

import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.ClaimPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a token must be and say, and where it lies.
 *
 * @param formats the forms that are accepted
 * @param issuer the {@code iss} that it must have
 * @param audience the value that its {@code aud} must hold
 * @param version the format version that it must have
 * @param installation where it names the installations that it is for; such a product takes no
 *     token that names none
 * @param file where it is mounted, unless the operator moves it
 * @param env the environment variable that may hold it instead
 */
public record TokenRules(
    Set<TokenFormat> formats,
    Optional<String> issuer,
    Optional<String> audience,
    Optional<Version> version,
    Optional<ClaimPath> installation,
    String file,
    Optional<String> env) {

  /**
   * A claim that says in which version of the vendor's own format a token is written.
   *
   * @param claim leads to a string or a number
   * @param accepted the values that this product knows
   */
  public record Version(ClaimPath claim, List<String> accepted) {}
}
