package io.tollgate.verifier.token;

import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The claims of a JWT (RFC 7519 §4.1) whose signature was verified.
 *
 * @param license what they grant
 * @param audience {@code aud}, as the list that it is or stands for
 */
public record JwtClaims(License license, List<String> audience) {
  private static final String TERMS = "tollgate";

  /**
   * Reads the payload.
   *
   * @param signer the key that signed it
   * @throws RefusedException if it is no strict JSON or a claim may not be as it is
   */
  public static JwtClaims read(CompactJws jws, TrustedKey signer) throws RefusedException {
    try {
      JsonObject claims = Json.object(jws.payload());
      String subject = claims.string("sub").orElse("");
      if (subject.isBlank()) {
        throw claim("\"sub\", the customer, is missing.");
      }
      OptionalLong end = time(claims, "exp");
      if (end.isEmpty()) {
        throw claim("\"exp\", the end, is missing.");
      }
      Optional<String> jti = claims.string("jti");
      if (jti.isPresent() && jti.get().isBlank()) {
        throw claim("\"jti\" is blank.");
      }
      License license =
          new License(
              TokenFormat.JWT,
              jws.algorithm().joseName(),
              signer.id(),
              jti.isPresent() ? jti.get() : "sha256:" + Sha256.hex(jws.signed()),
              subject,
              claims.string("iss"),
              time(claims, "iat"),
              time(claims, "nbf"),
              end.getAsLong(),
              terms(claims));
      return new JwtClaims(license, claims.strings("aud").orElse(List.of()));
    } catch (JsonException e) {
      throw new RefusedException(ErrorCode.TOKEN_JSON, "In the claims: " + e.rule());
    }
  }

  private static OptionalLong time(JsonObject claims, String name)
      throws JsonException, RefusedException {
    Optional<JsonNumber> seconds = claims.number(name);
    if (seconds.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong instant = NumericDate.millis(seconds.get());
    if (instant.isEmpty()) {
      throw claim("\"" + name + "\" is no time between 1970 and 9999.");
    }
    return instant;
  }

  private static License.Terms terms(JsonObject claims) throws JsonException, RefusedException {
    Optional<JsonObject> terms = claims.object(TERMS);
    if (terms.isEmpty()) {
      return License.Terms.NONE;
    }
    for (String name : terms.get().names()) {
      // A term that is not understood may be a restriction: better no license than a wider one.
      if (!name.equals("warn") && !name.equals("grace") && !name.equals("on_expired")) {
        throw claim("\"tollgate\" has a term that this version does not know.");
      }
    }
    return new License.Terms(
        window(terms.get(), "warn"), window(terms.get(), "grace"), onExpired(terms.get()));
  }

  private static Optional<Window> window(JsonObject terms, String name)
      throws JsonException, RefusedException {
    Optional<String> text = terms.string(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Window> window = Window.parse(text.get());
    if (window.isEmpty()) {
      throw claim("\"tollgate." + name + "\" is no ISO-8601 length such as P90D.");
    }
    return window;
  }

  private static Optional<OnProblem> onExpired(JsonObject terms)
      throws JsonException, RefusedException {
    Optional<String> text = terms.string("on_expired");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().equals(OnProblem.HALT.text())) {
      return Optional.of(OnProblem.HALT);
    }
    if (text.get().equals(OnProblem.GATE.text())) {
      return Optional.of(OnProblem.GATE);
    }
    throw claim("\"tollgate.on_expired\" is neither halt nor gate.");
  }

  private static RefusedException claim(String what) {
    return new RefusedException(ErrorCode.TOKEN_CLAIM, what);
  }
}
