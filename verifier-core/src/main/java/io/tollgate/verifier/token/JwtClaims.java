package io.tollgate.verifier.token;

import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.license.EntitlementPaths;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The claims of a JWT (RFC 7519 §4.1), bundled or not.
 *
 * @param keyTrustedUntil the end of the signer's endorsement
 */
record JwtClaims(
    TokenFormat format,
    CompactJws jws,
    TrustedKey signer,
    OptionalLong keyTrustedUntil,
    JsonObject members)
    implements SignedClaims {

  static JwtClaims read(
      TokenFormat format, CompactJws jws, TrustedKey signer, OptionalLong keyTrustedUntil)
      throws RefusedException {
    try {
      return new JwtClaims(format, jws, signer, keyTrustedUntil, Json.object(jws.payload()));
    } catch (JsonException e) {
      throw SignedClaims.wrongType(e);
    }
  }

  @Override
  public License license(EntitlementPaths paths) throws RefusedException {
    try {
      String subject = members.string("sub").orElse("");
      if (subject.isBlank()) {
        throw SignedClaims.wrongValue("\"sub\", the customer, is missing.");
      }
      OptionalLong end = time("exp");
      if (end.isEmpty()) {
        throw SignedClaims.wrongValue("\"exp\", the end, is missing.");
      }
      OptionalLong begin = time("nbf");
      if (begin.isPresent() && begin.getAsLong() >= end.getAsLong()) {
        throw SignedClaims.wrongValue("\"nbf\", the beginning, is not before \"exp\", the end.");
      }
      Optional<String> jti = members.string("jti");
      if (jti.isPresent() && jti.get().isBlank()) {
        throw SignedClaims.wrongValue("\"jti\" is blank.");
      }
      return new License(
          format,
          jws.algorithm().joseName(),
          signer.id(),
          jti.isPresent() ? jti.get() : "sha256:" + Sha256.hex(jws.signed()),
          subject,
          members.string("iss"),
          time("iat"),
          begin,
          end.getAsLong(),
          keyTrustedUntil,
          TermsReader.read(members),
          EntitlementReader.read(members, paths));
    } catch (JsonException e) {
      throw SignedClaims.wrongType(e);
    }
  }

  private OptionalLong time(String name) throws JsonException, RefusedException {
    Optional<JsonNumber> seconds = members.number(name);
    if (seconds.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong instant = NumericDate.millis(seconds.get());
    if (instant.isEmpty()) {
      throw SignedClaims.wrongValue("\"" + name + "\" is no time between 1970 and 9999.");
    }
    return instant;
  }
}
