package io.tollgate.core.command.doctor;

import io.tollgate.core.command.doctor.Setup.PlacedToken;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.TokenRules;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.token.UnverifiedToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether each token verifies; if not, whether it looks like another product's. */
final class TokenCheck implements Check {
  private static final String ABOUT = "token";

  @Override
  public List<Finding> look(Setup setup) {
    List<Finding> findings = new ArrayList<>();
    for (PlacedToken token : setup.tokens()) {
      if (token.verdict() instanceof Verdict.Granted granted) {
        findings.add(verifies(token.place(), granted.license()));
      } else if (token.verdict() instanceof Verdict.Refused refused) {
        findings.add(refused(token, refused.refusal(), setup));
      }
    }
    return findings;
  }

  private static Finding verifies(String place, License license) {
    return Finding.ok(
        ABOUT,
        "The token in "
            + place
            + " verifies: license "
            + license.licenseId()
            + " for "
            + license.customerId()
            + ", signed with the "
            + license.algorithm()
            + " key "
            + license.keyId()
            + ".");
  }

  /** One bad token among good ones is not taken, and hurts nobody. */
  private static Finding refused(PlacedToken token, Refusal refusal, Setup setup) {
    Level level = setup.status().lifecycle().isPresent() ? Level.WARN : Level.FAIL;
    Finding plain = Finding.of(level, ABOUT, refusal);
    List<String> differences = differences(token.content().bytes(), setup);
    if (differences.isEmpty()) {
      return plain;
    }
    return new Finding(
        level,
        ABOUT,
        plain.what()
            + " By what it says of itself, unverified, it is for another product than "
            + setup.policy().productName()
            + ": "
            + String.join("; ", differences)
            + ".",
        "Mount the token that was issued for this product.");
  }

  /** Where what the token says of itself does not fit the product. Nothing of it was verified. */
  private static List<String> differences(byte[] token, Setup setup) {
    List<String> differences = new ArrayList<>();
    try {
      UnverifiedToken said = UnverifiedToken.read(token);
      keyDifference(said, setup.trust().keys().all()).ifPresent(differences::add);
      TokenRules rules = setup.policy().tokens();
      Optional<String> issuer = said.claims().string("iss");
      if (rules.issuer().isPresent() && !rules.issuer().equals(issuer)) {
        differences.add(
            "its issuer is " + issuer.orElse("absent") + " and not " + rules.issuer().get());
      }
      List<String> audience = said.claims().strings("aud").orElse(List.of());
      if (rules.audience().isPresent() && !audience.contains(rules.audience().get())) {
        String named = audience.isEmpty() ? "absent" : String.join(", ", audience);
        differences.add("its audience is " + named + " and not " + rules.audience().get());
      }
    } catch (RefusedException | JsonException e) {
      // What cannot be decoded says nothing of a product; why it cannot is said already.
      return List.of();
    }
    return differences;
  }

  /** A bundle with an endorsement may bring any key along. */
  private static Optional<String> keyDifference(UnverifiedToken said, List<TrustedKey> trusted)
      throws JsonException {
    if (said.endorsement().isPresent() || said.header().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> kid = said.header().get().string("kid");
    Optional<String> thumbprint = said.enclosedKey();
    for (TrustedKey key : trusted) {
      boolean fits =
          thumbprint.isPresent()
              ? thumbprint.get().equals(key.key().thumbprint())
              : kid.isEmpty() || key.kid().isEmpty() || key.kid().equals(kid);
      if (fits) {
        return Optional.empty();
      }
    }
    String ids = String.join(", ", trusted.stream().map(TrustedKey::id).toList());
    return Optional.of(
        "its key is "
            + (thumbprint.isPresent() ? thumbprint : kid).orElse("unnamed")
            + ", and this product trusts "
            + ids);
  }
}
