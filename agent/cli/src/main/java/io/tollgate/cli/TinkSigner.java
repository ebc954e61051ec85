package io.tollgate.cli;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwtEcdsaParameters;
import com.google.crypto.tink.jwt.JwtEcdsaPrivateKey;
import com.google.crypto.tink.jwt.JwtEcdsaPublicKey;
import com.google.crypto.tink.jwt.JwtPublicKeySign;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.jwt.RawJwt;
import com.google.crypto.tink.util.SecretBigInteger;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Signs with Tink: what issues a license shares no code with what verifies it. */
final class TinkSigner {
  private TinkSigner() {}

  /** The compact JWS of these claims, signed with ES256. */
  @AccessesPartialKey
  static String sign(RawJwt claims, Es256KeyPair pair, Optional<String> kid)
      throws GeneralSecurityException {
    JwtSignatureConfig.register();
    JwtEcdsaParameters parameters =
        JwtEcdsaParameters.builder()
            .setAlgorithm(JwtEcdsaParameters.Algorithm.ES256)
            .setKidStrategy(
                kid.isPresent()
                    ? JwtEcdsaParameters.KidStrategy.CUSTOM
                    : JwtEcdsaParameters.KidStrategy.IGNORED)
            .build();
    JwtEcdsaPublicKey.Builder publicKey =
        JwtEcdsaPublicKey.builder().setParameters(parameters).setPublicPoint(pair.point());
    if (kid.isPresent()) {
      publicKey.setCustomKid(kid.get());
    }
    JwtEcdsaPrivateKey key =
        JwtEcdsaPrivateKey.create(
            publicKey.build(),
            SecretBigInteger.fromBigInteger(
                pair.privateKey().getS(), InsecureSecretKeyAccess.get()));
    KeysetHandle keyset =
        KeysetHandle.newBuilder()
            .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
            .build();
    return keyset
        .getPrimitive(RegistryConfiguration.get(), JwtPublicKeySign.class)
        .signAndEncode(claims);
  }
}
