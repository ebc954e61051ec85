package io.tollgate.verifier.token;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.util.Optional;

/**
 * What a token says, believed by nobody: for support, never for a decision.
 *
 * @param format the form of the text
 * @param header the JOSE header
 * @param claims the claims
 */
public record UnverifiedToken(TokenFormat format, JsonObject header, JsonObject claims) {

  /**
   * Decodes without any check of key, signature or time.
   *
   * @throws RefusedException if it cannot be decoded
   */
  public static UnverifiedToken read(byte[] content) throws RefusedException {
    String[] parts = TokenText.of(content).split("\\.", -1);
    if (parts.length != 3) {
      throw new RefusedException(
          ErrorCode.TOKEN_MALFORMED, "A JWT has three parts with a dot between them.");
    }
    return new UnverifiedToken(
        TokenFormat.JWT, object(parts[0], "header"), object(parts[1], "claims"));
  }

  private static JsonObject object(String part, String name) throws RefusedException {
    Optional<byte[]> bytes = Base64Url.decode(part);
    if (bytes.isEmpty()) {
      throw new RefusedException(ErrorCode.TOKEN_ENCODING, "It is the " + name + ".");
    }
    try {
      return Json.object(bytes.get());
    } catch (JsonException e) {
      throw new RefusedException(ErrorCode.TOKEN_JSON, "In the " + name + ": " + e.rule());
    }
  }
}
