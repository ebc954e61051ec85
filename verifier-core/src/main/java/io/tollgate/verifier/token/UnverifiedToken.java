package io.tollgate.verifier.token;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a token says, believed by nobody: for support, never for a decision.
 *
 * @param format the form of the text
 * @param header the JOSE header; {@code licence-v1} has none
 * @param claims the claims
 * @param enclosedKey the RFC 7638 thumbprint of the key in a bundle
 * @param endorsement the claims of a bundle's endorsement
 * @param customerId whom it is for
 * @param licenseId the license's own id
 * @param issuedAt ms since the epoch
 * @param end the first instant at which it says it has expired, ms since the epoch
 */
public record UnverifiedToken(
    TokenFormat format,
    Optional<JsonObject> header,
    JsonObject claims,
    Optional<String> enclosedKey,
    Optional<JsonObject> endorsement,
    Optional<String> customerId,
    Optional<String> licenseId,
    OptionalLong issuedAt,
    OptionalLong end) {

  /**
   * Decodes without any check of key, signature or time.
   *
   * @throws RefusedException if it cannot be decoded
   */
  public static UnverifiedToken read(byte[] content) throws RefusedException {
    String text = TokenText.of(content);
    TokenFormat form = Token.formOf(text);
    if (form == TokenFormat.BUNDLE) {
      return ofBundle(text);
    }
    return form == TokenFormat.LICENCE_V1
        ? of(LicenceV1Token.parse(text))
        : ofJws(TokenFormat.JWT, text, Optional.empty(), Optional.empty());
  }

  private static UnverifiedToken ofBundle(String text) throws RefusedException {
    JsonObject bundle = object(text.getBytes(StandardCharsets.UTF_8), "bundle");
    Optional<String> endorsement = text(bundle, "endorsement");
    return ofJws(
        TokenFormat.BUNDLE,
        jwt(bundle),
        BundleToken.enclosedThumbprint(text(bundle, "publicKey").orElse("")),
        endorsement.isPresent()
            ? Optional.of(object(CompactForm.of(endorsement.get()).payload(), "endorsement"))
            : Optional.empty());
  }

  private static String jwt(JsonObject bundle) throws RefusedException {
    try {
      return BundleToken.required(bundle, "jwt");
    } catch (JsonException e) {
      throw new RefusedException(ErrorCode.TOKEN_JSON, "In the bundle: " + e.rule());
    }
  }

  private static UnverifiedToken ofJws(
      TokenFormat format,
      String text,
      Optional<String> enclosedKey,
      Optional<JsonObject> endorsement)
      throws RefusedException {
    CompactForm form = CompactForm.of(text);
    JsonObject claims = object(form.payload(), "claims");
    return new UnverifiedToken(
        format,
        Optional.of(object(form.header(), "header")),
        claims,
        enclosedKey,
        endorsement,
        text(claims, "sub"),
        text(claims, "jti"),
        time(claims, "iat"),
        time(claims, "exp"));
  }

  private static UnverifiedToken of(LicenceV1Token token) throws RefusedException {
    JsonObject claims = object(token.claims().getBytes(StandardCharsets.UTF_8), "claims");
    return new UnverifiedToken(
        TokenFormat.LICENCE_V1,
        Optional.empty(),
        claims,
        Optional.empty(),
        Optional.empty(),
        Optional.of(token.customerId()),
        text(claims, "licenceId"),
        OptionalLong.of(token.issuedAt()),
        OptionalLong.of(token.expiresAt() + 1));
  }

  private static JsonObject object(byte[] json, String name) throws RefusedException {
    try {
      return Json.object(json);
    } catch (JsonException e) {
      throw new RefusedException(ErrorCode.TOKEN_JSON, "In the " + name + ": " + e.rule());
    }
  }

  /** Empty if it is absent or no string: the claims show what is there instead. */
  private static Optional<String> text(JsonObject holder, String name) {
    try {
      return holder.string(name);
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong time(JsonObject claims, String name) {
    try {
      return claims.number(name).isPresent()
          ? NumericDate.millis(claims.number(name).get())
          : OptionalLong.empty();
    } catch (JsonException e) {
      return OptionalLong.empty();
    }
  }
}
