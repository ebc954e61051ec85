package io.tollgate.verifier.token;

import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;

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
    CompactForm form = CompactForm.of(TokenText.of(content));
    return new UnverifiedToken(
        TokenFormat.JWT, object(form.header(), "header"), object(form.payload(), "claims"));
  }

  private static JsonObject object(byte[] json, String name) throws RefusedException {
    try {
      return Json.object(json);
    } catch (JsonException e) {
      throw new RefusedException(ErrorCode.TOKEN_JSON, "In the " + name + ": " + e.rule());
    }
  }
}
