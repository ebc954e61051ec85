package io.tollgate.verifier.token;

import io.tollgate.verifier.key.Algorithm;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A JWS in compact form (RFC 7515 §7.1) whose form was checked; {@link #signer} checks the
 * signature.
 */
final class CompactJws {

  /**
   * Extensions whose meaning a reader would have to know (RFC 7515 §4.1.11, RFC 7797 §3, RFC 7516
   * §4.1.3).
   */
  private static final String[] REFUSED_HEADERS = {"crit", "b64", "zip"};

  private final Algorithm algorithm;
  private final Optional<String> kid;
  private final byte[] signed;
  private final byte[] payload;
  private final byte[] signature;

  private CompactJws(
      Algorithm algorithm, Optional<String> kid, byte[] signed, byte[] payload, byte[] signature) {
    this.algorithm = algorithm;
    this.kid = kid;
    this.signed = signed;
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * Takes a text apart. {@code jku}, {@code x5u}, {@code x5c} and {@code jwk} are not looked at: a
   * token does not bring its own key.
   *
   * @throws RefusedException if the text is no JWS of that type
   */
  static CompactJws parse(String text, JwsType type) throws RefusedException {
    CompactForm form = CompactForm.of(text);
    byte[] header = form.header();
    byte[] payload = form.payload();
    byte[] signature = form.signature();
    byte[] signed = form.signed().getBytes(StandardCharsets.US_ASCII);
    try {
      JsonObject members = Json.object(header);
      return new CompactJws(
          checkedHeader(members, type), members.string("kid"), signed, payload, signature);
    } catch (JsonException e) {
      throw new RefusedException(ErrorCode.TOKEN_JSON, "In the header: " + e.rule());
    }
  }

  /**
   * The trusted key that signed this.
   *
   * @throws RefusedException if none did
   */
  TrustedKey signer(TrustedKeys trusted) throws RefusedException {
    return trusted.signer(algorithm, kid, signed, signature);
  }

  /** What the header names. */
  Algorithm algorithm() {
    return algorithm;
  }

  /** The bytes that the signature is over. */
  byte[] signed() {
    return signed;
  }

  /** The decoded payload; not to be parsed before {@link #signer} was asked. */
  byte[] payload() {
    return payload;
  }

  private static Algorithm checkedHeader(JsonObject header, JwsType type)
      throws JsonException, RefusedException {
    for (String refused : REFUSED_HEADERS) {
      if (header.has(refused)) {
        throw new RefusedException(ErrorCode.TOKEN_HEADER, "The header has \"" + refused + "\".");
      }
    }
    if (!type.takes(header.string("typ"))) {
      throw new RefusedException(ErrorCode.TOKEN_HEADER, "Its \"typ\" is not " + type.typ() + ".");
    }
    Optional<String> name = header.string("alg");
    if (name.isEmpty()) {
      throw new RefusedException(ErrorCode.TOKEN_HEADER, "The header has no \"alg\".");
    }
    Optional<Algorithm> algorithm = Algorithm.named(name.get());
    if (algorithm.isEmpty()) {
      throw new RefusedException(
          ErrorCode.TOKEN_HEADER, "Its \"alg\" is " + name.get() + ", which no license uses.");
    }
    return algorithm.get();
  }
}
