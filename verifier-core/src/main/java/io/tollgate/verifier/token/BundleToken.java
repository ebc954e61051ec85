package io.tollgate.verifier.token;

import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.key.VerificationKey;
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
 * A JWT with the public key that it was signed with. The key proves nothing by itself: anybody can
 * enclose a key of their own. It counts if the policy trusts the same key, or if a root key of the
 * policy endorsed it.
 *
 * @param jws the license
 * @param key the enclosed key
 * @param endorsement what a root key says of the enclosed one
 */
record BundleToken(CompactJws jws, VerificationKey key, Optional<CompactJws> endorsement)
    implements Token {

  static BundleToken parse(String text) throws RefusedException {
    try {
      JsonObject members = Json.object(text.getBytes(StandardCharsets.UTF_8));
      String jwt = required(members, "jwt");
      Optional<VerificationKey> key = KeyReader.pem(required(members, "publicKey"));
      if (key.isEmpty()) {
        throw new RefusedException(
            ErrorCode.TOKEN_MALFORMED,
            "The bundle's \"publicKey\" is no PEM of one sound key on P-256 or Ed25519, or RSA of"
                + " 2048 to 8192 bits.");
      }
      Optional<String> endorsement = members.string("endorsement");
      return new BundleToken(
          CompactJws.parse(jwt, JwsType.LICENSE),
          key.get(),
          endorsement.isPresent()
              ? Optional.of(Endorsement.parse(endorsement.get()))
              : Optional.empty());
    } catch (JsonException e) {
      throw new RefusedException(ErrorCode.TOKEN_JSON, "In the bundle: " + e.rule());
    }
  }

  @Override
  public SignedClaims verify(TrustedKeys trusted) throws RefusedException {
    String thumbprint = key.thumbprint();
    TrustedKeys same = trusted.of(KeyUse.SIGNATURE).withThumbprint(thumbprint);
    if (!same.isEmpty()) {
      return claims(same, OptionalLong.empty());
    }
    if (endorsement.isEmpty()) {
      throw new RefusedException(ErrorCode.KEY_UNTRUSTED, "Its thumbprint is " + thumbprint + ".");
    }
    Endorsement endorsed = Endorsement.verified(endorsement.get(), trusted.of(KeyUse.ROOT));
    if (!endorsed.jkt().equals(thumbprint)) {
      throw new RefusedException(
          ErrorCode.KEY_ENDORSEMENT,
          "It is for another key than the enclosed one, " + thumbprint + ".");
    }
    return claims(TrustedKeys.endorsed(key), OptionalLong.of(endorsed.end()));
  }

  private SignedClaims claims(TrustedKeys signers, OptionalLong until) throws RefusedException {
    return JwtClaims.read(TokenFormat.BUNDLE, jws, jws.signer(signers), until);
  }

  /** The thumbprint of a key that is to be shown and not trusted; empty if it is not sound. */
  static Optional<String> enclosedThumbprint(String publicKey) {
    Optional<VerificationKey> key = KeyReader.pem(publicKey);
    return key.isPresent() ? Optional.of(key.get().thumbprint()) : Optional.empty();
  }

  /** A member that every bundle has. */
  static String required(JsonObject members, String name) throws JsonException, RefusedException {
    Optional<String> value = members.string(name);
    if (value.isEmpty()) {
      throw new RefusedException(ErrorCode.TOKEN_MALFORMED, "The bundle has no \"" + name + "\".");
    }
    return value.get();
  }
}
