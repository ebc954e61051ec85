package io.tollgate.verifier;

import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.TokenRules;
import io.tollgate.verifier.token.SignedClaims;
import io.tollgate.verifier.token.Token;
import io.tollgate.verifier.token.TokenText;
import java.util.List;
import java.util.Optional;

/**
 * Judges license tokens by a vendor's policy. The order is form, key, signature, then everything
 * else: nothing in a token is believed before its signature. Safe for use by several threads.
 */
public final class Verifier {
  private final Policy policy;
  private final TrustedKeys keys;
  private final Optional<String> installation;

  /** A verifier with the policy's own keys, at an installation without an id. */
  public Verifier(Policy policy) {
    this(policy, policy.keys(), Optional.empty());
  }

  /**
   * A verifier in its surroundings.
   *
   * @param keys the policy's keys, or what may replace them
   * @param installation this installation's id
   */
  public Verifier(Policy policy, TrustedKeys keys, Optional<String> installation) {
    this.policy = policy;
    this.keys = keys;
    this.installation = installation;
  }

  /**
   * Judges what was found at a place.
   *
   * @param content the bytes of the file or the environment variable
   * @param place what to call the place in messages
   */
  public Verdict verify(byte[] content, String place) {
    try {
      String text = TokenText.of(content);
      if (text.isEmpty()) {
        return missing("It was looked for in " + place + ", which is empty.");
      }
      return new Verdict.Granted(license(text));
    } catch (RefusedException e) {
      Refusal refusal = e.refusal();
      String where = "It was read from " + place + ".";
      String detail = refusal.detail().isEmpty() ? where : refusal.detail() + " " + where;
      return new Verdict.Refused(new Refusal(refusal.code(), detail));
    }
  }

  /** The verdict when there is nothing at any place. */
  public static Verdict missing(String detail) {
    return new Verdict.Missing(new Refusal(ErrorCode.LICENSE_MISSING, detail));
  }

  private License license(String text) throws RefusedException {
    TokenFormat form = Token.formOf(text);
    checkForm(form);
    SignedClaims claims = Token.parse(form, text).verify(keys);
    // Before the other claims: another version may mean other things by them.
    checkVersion(claims);
    License license = claims.license(policy.entitlements());
    checkIssuer(license);
    checkAudience(claims);
    checkInstallation(claims);
    return license;
  }

  private void checkForm(TokenFormat form) throws RefusedException {
    if (!policy.tokens().formats().contains(form)) {
      throw new RefusedException(ErrorCode.TOKEN_FORMAT, "It looks like " + form.text() + ".");
    }
  }

  private void checkVersion(SignedClaims claims) throws RefusedException {
    Optional<TokenRules.Version> version = policy.tokens().version();
    if (version.isEmpty()) {
      return;
    }
    Optional<String> found = claims.text(version.get().claim());
    if (found.isEmpty() || !version.get().accepted().contains(found.get())) {
      throw new RefusedException(
          ErrorCode.TOKEN_VERSION,
          "It is " + found.orElse("absent") + ", and may be " + listed(version.get().accepted()));
    }
  }

  private void checkIssuer(License license) throws RefusedException {
    Optional<String> issuer = policy.tokens().issuer();
    if (issuer.isPresent() && !issuer.equals(license.issuer())) {
      throw new RefusedException(
          ErrorCode.TOKEN_ISSUER,
          "It must be " + issuer.get() + ", and is " + license.issuer().orElse("absent") + ".");
    }
  }

  private void checkAudience(SignedClaims claims) throws RefusedException {
    // Read whether it is asked for or not: an audience of the wrong type is a mistake.
    List<String> found = claims.audience();
    Optional<String> audience = policy.tokens().audience();
    if (audience.isPresent() && !found.contains(audience.get())) {
      throw new RefusedException(ErrorCode.TOKEN_AUDIENCE, "It must hold " + audience.get() + ".");
    }
  }

  private void checkInstallation(SignedClaims claims) throws RefusedException {
    if (policy.tokens().installation().isEmpty()) {
      return;
    }
    List<String> named = claims.texts(policy.tokens().installation().get());
    if (installation.isPresent() && named.contains(installation.get())) {
      return;
    }
    throw new RefusedException(
        ErrorCode.TOKEN_INSTALLATION,
        (named.isEmpty() ? "It names none. " : "It is for " + listed(named) + " ")
            + (installation.isPresent()
                ? "This one is " + installation.get() + "."
                : "This one has no id."));
  }

  private static String listed(List<String> values) {
    StringBuilder text = new StringBuilder();
    for (String value : values) {
      text.append(text.length() == 0 ? "" : ", ").append(value);
    }
    return text.append('.').toString();
  }
}
