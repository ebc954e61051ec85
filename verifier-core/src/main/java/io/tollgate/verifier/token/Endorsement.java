package io.tollgate.verifier.token;

import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A compact JWS in which a root key says that another key may sign licenses.
 *
 * @param jkt that key's RFC 7638 thumbprint (as in RFC 9449 §6.1)
 * @param end {@code exp}: the first instant at which it is endorsed no more, ms since the epoch
 */
public record Endorsement(String jkt, long end) {

  /**
   * Reads an endorsement and checks its signature.
   *
   * @throws RefusedException with {@link ErrorCode#KEY_ENDORSEMENT} if it is none, or none of these
   *     root keys signed it
   */
  public static Endorsement read(String text, TrustedKeys roots) throws RefusedException {
    return verified(parse(text), roots);
  }

  /**
   * What an endorsement says, for a vendor who has no root key at hand: no signature is checked.
   *
   * @throws RefusedException with {@link ErrorCode#KEY_ENDORSEMENT} if it is none
   */
  public static Endorsement unverified(String text) throws RefusedException {
    return claims(parse(text));
  }

  /** Takes the text of an endorsement apart. */
  static CompactJws parse(String text) throws RefusedException {
    try {
      return CompactJws.parse(text, JwsType.ENDORSEMENT);
    } catch (RefusedException e) {
      throw refused(e.refusal().particulars());
    }
  }

  /** What it says, if one of these root keys signed it. */
  static Endorsement verified(CompactJws jws, TrustedKeys roots) throws RefusedException {
    try {
      jws.signer(roots);
    } catch (RefusedException e) {
      throw refused(e.refusal().particulars());
    }
    return claims(jws);
  }

  private static Endorsement claims(CompactJws jws) throws RefusedException {
    try {
      JsonObject claims = Json.object(jws.payload());
      Optional<String> jkt = claims.string("jkt");
      if (jkt.isEmpty()) {
        throw refused("It has no \"jkt\", the thumbprint of the endorsed key.");
      }
      Optional<JsonNumber> exp = claims.number("exp");
      OptionalLong end = exp.isPresent() ? NumericDate.millis(exp.get()) : OptionalLong.empty();
      if (end.isEmpty()) {
        throw refused("Its \"exp\" is missing, or no time between 1970 and 9999.");
      }
      return new Endorsement(jkt.get(), end.getAsLong());
    } catch (JsonException e) {
      throw refused("In its claims: " + e.rule());
    }
  }

  private static RefusedException refused(String why) {
    return new RefusedException(ErrorCode.KEY_ENDORSEMENT, why);
  }
}
