package io.tollgate.verifier.token;

import io.tollgate.verifier.license.EntitlementPaths;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.ClaimPath;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonObject;
import java.util.List;
import java.util.Optional;

/** The claims of a token whose signature was verified. */
public sealed interface SignedClaims permits JwtClaims, LicenceV1Claims {

  /** All members. */
  JsonObject members();

  /**
   * What they grant.
   *
   * @param paths where the entitlements stand
   * @throws RefusedException if a claim may not be as it is
   */
  License license(EntitlementPaths paths) throws RefusedException;

  /** A string or a number, as text; for the version of the format. */
  default Optional<String> text(ClaimPath path) throws RefusedException {
    try {
      Optional<JsonObject> holder = path.holder(members());
      return holder.isPresent() ? holder.get().stringOrNumber(path.name()) : Optional.empty();
    } catch (JsonException e) {
      throw wrongType(e);
    }
  }

  /** A string or an array of strings; empty if it is absent. */
  default List<String> texts(ClaimPath path) throws RefusedException {
    try {
      Optional<JsonObject> holder = path.holder(members());
      return holder.isPresent() ? holder.get().strings(path.name()).orElse(List.of()) : List.of();
    } catch (JsonException e) {
      throw wrongType(e);
    }
  }

  /** {@code aud}, as the list that it is or stands for (RFC 7519 §4.1.3). */
  default List<String> audience() throws RefusedException {
    return texts(new ClaimPath(List.of(), "aud"));
  }

  /** The refusal of a claim that has the wrong type. */
  static RefusedException wrongType(JsonException problem) {
    return new RefusedException(ErrorCode.TOKEN_JSON, "In the claims: " + problem.rule());
  }

  /** The refusal of a claim that has the right type and may not be as it is. */
  static RefusedException wrongValue(String what) {
    return new RefusedException(ErrorCode.TOKEN_CLAIM, what);
  }
}
