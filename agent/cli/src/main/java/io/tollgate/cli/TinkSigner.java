package io.tollgate.cli;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.EcdsaParameters;
import com.google.crypto.tink.signature.EcdsaPrivateKey;
import com.google.crypto.tink.signature.EcdsaPublicKey;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.RsaSsaPkcs1Parameters;
import com.google.crypto.tink.signature.RsaSsaPkcs1PrivateKey;
import com.google.crypto.tink.signature.RsaSsaPkcs1PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBigInteger;
import com.google.crypto.tink.util.SecretBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;

/** Signs with Tink: what issues a license shares no signature code with what verifies it. */
@AccessesPartialKey
final class TinkSigner {
  private TinkSigner() {}

  /** ECDSA with P-256 and SHA-256: r and s, 32 bytes each (RFC 7518 §3.4). */
  static byte[] sign(byte[] message, Es256KeyPair pair) throws GeneralSecurityException {
    EcdsaParameters parameters =
        EcdsaParameters.builder()
            .setCurveType(EcdsaParameters.CurveType.NIST_P256)
            .setHashType(EcdsaParameters.HashType.SHA256)
            .setSignatureEncoding(EcdsaParameters.SignatureEncoding.IEEE_P1363)
            .setVariant(EcdsaParameters.Variant.NO_PREFIX)
            .build();
    EcdsaPublicKey publicKey =
        EcdsaPublicKey.builder().setParameters(parameters).setPublicPoint(pair.point()).build();
    return sign(
        message,
        EcdsaPrivateKey.builder()
            .setPublicKey(publicKey)
            .setPrivateValue(secret(pair.privateKey().getS()))
            .build());
  }

  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  static byte[] sign(byte[] message, RSAPrivateCrtKey key) throws GeneralSecurityException {
    RsaSsaPkcs1Parameters parameters =
        RsaSsaPkcs1Parameters.builder()
            .setModulusSizeBits(key.getModulus().bitLength())
            .setPublicExponent(key.getPublicExponent())
            .setHashType(RsaSsaPkcs1Parameters.HashType.SHA256)
            .setVariant(RsaSsaPkcs1Parameters.Variant.NO_PREFIX)
            .build();
    RsaSsaPkcs1PublicKey publicKey =
        RsaSsaPkcs1PublicKey.builder()
            .setParameters(parameters)
            .setModulus(key.getModulus())
            .build();
    return sign(
        message,
        RsaSsaPkcs1PrivateKey.builder()
            .setPublicKey(publicKey)
            .setPrimes(secret(key.getPrimeP()), secret(key.getPrimeQ()))
            .setPrivateExponent(secret(key.getPrivateExponent()))
            .setPrimeExponents(secret(key.getPrimeExponentP()), secret(key.getPrimeExponentQ()))
            .setCrtCoefficient(secret(key.getCrtCoefficient()))
            .build());
  }

  /** Ed25519. */
  static byte[] sign(byte[] message, byte[] privateBytes, byte[] publicBytes)
      throws GeneralSecurityException {
    return sign(
        message,
        Ed25519PrivateKey.create(
            Ed25519PublicKey.create(Bytes.copyFrom(publicBytes)),
            SecretBytes.copyFrom(privateBytes, InsecureSecretKeyAccess.get())));
  }

  private static byte[] sign(byte[] message, Key key) throws GeneralSecurityException {
    SignatureConfig.register();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), PublicKeySign.class)
        .sign(message);
  }

  private static SecretBigInteger secret(BigInteger value) {
    return SecretBigInteger.fromBigInteger(value, InsecureSecretKeyAccess.get());
  }
}
