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
 * A compact JWS in which a root key says that another key may sign licenses: {@code jkt} is that
 * key's RFC 7638 thumbprint (as in RFC 9449 §6.1), {@code exp} the end of the trust.
 */
public final class Endorsement {
  private Endorsement() {}

  /**
   * Takes the text of an endorsement apart.
   *
   * @throws RefusedException with {@link ErrorCode#KEY_ENDORSEMENT} if it is none
   */
  public static CompactJws parse(String text) throws RefusedException {
    try {
      return CompactJws.parse(text, JwsType.ENDORSEMENT);
    } catch (RefusedException e) {
      throw refused(e.refusal().problem());
    }
  }

  /**
   * The first instant at which the key of that thumbprint is endorsed no more, in ms since the
   * epoch.
   *
   * @throws RefusedException with {@link ErrorCode#KEY_ENDORSEMENT} if none of the root keys signed
   *     it, or it is for another key
   */
  public static long end(CompactJws jws, String thumbprint, TrustedKeys roots)
      throws RefusedException {
    try {
      jws.signer(roots);
      JsonObject claims = Json.object(jws.payload());
      if (!claims.string("jkt").equals(Optional.of(thumbprint))) {
        throw refused("It is for another key than the enclosed one, " + thumbprint + ".");
      }
      Optional<JsonNumber> exp = claims.number("exp");
      OptionalLong end = exp.isPresent() ? NumericDate.millis(exp.get()) : OptionalLong.empty();
      if (end.isEmpty()) {
        throw refused("Its \"exp\" is missing, or no time between 1970 and 9999.");
      }
      return end.getAsLong();
    } catch (JsonException e) {
      throw refused("In its claims: " + e.rule());
    } catch (RefusedException e) {
      throw e.refusal().code() == ErrorCode.KEY_ENDORSEMENT ? e : refused(e.refusal().problem());
    }
  }

  private static RefusedException refused(String why) {
    return new RefusedException(ErrorCode.KEY_ENDORSEMENT, why);
  }
}
