package io.tollgate.verifier.token;

import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.license.EntitlementPaths;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The claims of a {@code licence-v1} token: an object with {@code licenceId}, and maybe more. */
record LicenceV1Claims(LicenceV1Token token, TrustedKey signer, JsonObject members)
    implements SignedClaims {

  static LicenceV1Claims read(LicenceV1Token token, TrustedKey signer) throws RefusedException {
    try {
      return new LicenceV1Claims(
          token, signer, Json.object(token.claims().getBytes(StandardCharsets.UTF_8)));
    } catch (JsonException e) {
      throw SignedClaims.wrongType(e);
    }
  }

  @Override
  public License license(EntitlementPaths paths) throws RefusedException {
    try {
      String licenceId = members.string("licenceId").orElse("");
      if (!LicenceId.isOne(licenceId)) {
        throw SignedClaims.wrongValue(
            "\"licenceId\" is not of 1 to 64 letters, digits, dots, hyphens and _.");
      }
      if (token.issuedAt() > token.expiresAt()) {
        throw SignedClaims.wrongValue("It was issued after its end.");
      }
      return new License(
          TokenFormat.LICENCE_V1,
          signer.key().algorithm().joseName(),
          signer.id(),
          licenceId,
          token.customerId(),
          text("iss"),
          OptionalLong.of(token.issuedAt()),
          OptionalLong.of(token.issuedAt()),
          // It counts at exp_ms itself, and has expired one ms later.
          token.expiresAt() + 1,
          OptionalLong.empty(),
          TermsReader.read(members),
          EntitlementReader.read(members, paths));
    } catch (JsonException e) {
      throw SignedClaims.wrongType(e);
    }
  }

  /**
   * In this format {@code iss} and {@code aud} have no meaning of their own, so another type of
   * theirs is no mistake: such a claim is only not the one that a policy may ask for.
   */
  @Override
  public List<String> audience() {
    try {
      return members.strings("aud").orElse(List.of());
    } catch (JsonException e) {
      return List.of();
    }
  }

  private Optional<String> text(String name) {
    try {
      return members.string(name);
    } catch (JsonException e) {
      return Optional.empty();
    }
  }
}
