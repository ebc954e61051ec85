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
      return new License(
          TokenFormat.LICENCE_V1,
          signer.key().algorithm().joseName(),
          signer.id(),
          licenceId,
          token.customerId(),
          members.string("iss"),
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
}
