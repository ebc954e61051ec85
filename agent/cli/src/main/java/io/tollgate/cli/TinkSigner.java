package io.tollgate.cli;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.EcdsaParameters;
import com.google.crypto.tink.signature.EcdsaPrivateKey;
import com.google.crypto.tink.signature.EcdsaPublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.util.SecretBigInteger;
import java.security.GeneralSecurityException;

/** Signs with Tink: what issues a license shares no signature code with what verifies it. */
final class TinkSigner {
  private TinkSigner() {}

  /** The signature in its JOSE form: r and s, 32 bytes each (RFC 7518 §3.4). */
  @AccessesPartialKey
  static byte[] sign(byte[] message, Es256KeyPair pair) throws GeneralSecurityException {
    SignatureConfig.register();
    EcdsaParameters parameters =
        EcdsaParameters.builder()
            .setCurveType(EcdsaParameters.CurveType.NIST_P256)
            .setHashType(EcdsaParameters.HashType.SHA256)
            .setSignatureEncoding(EcdsaParameters.SignatureEncoding.IEEE_P1363)
            .setVariant(EcdsaParameters.Variant.NO_PREFIX)
            .build();
    EcdsaPublicKey publicKey =
        EcdsaPublicKey.builder().setParameters(parameters).setPublicPoint(pair.point()).build();
    EcdsaPrivateKey key =
        EcdsaPrivateKey.builder()
            .setPublicKey(publicKey)
            .setPrivateValue(
                SecretBigInteger.fromBigInteger(
                    pair.privateKey().getS(), InsecureSecretKeyAccess.get()))
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), PublicKeySign.class)
        .sign(message);
  }
}
