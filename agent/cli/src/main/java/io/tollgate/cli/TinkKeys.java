package io.tollgate.cli;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.signature.EcdsaParameters;
import com.google.crypto.tink.signature.EcdsaPrivateKey;
import com.google.crypto.tink.signature.EcdsaPublicKey;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.RsaSsaPkcs1Parameters;
import com.google.crypto.tink.signature.RsaSsaPkcs1PrivateKey;
import com.google.crypto.tink.signature.RsaSsaPkcs1PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.signature.SignaturePrivateKey;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBigInteger;
import com.google.crypto.tink.util.SecretBytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Optional;

/**
 * Private keys as Tink has them, and signing with them: what issues a license shares no signature
 * code with what verifies it.
 */
@AccessesPartialKey
final class TinkKeys {
  private TinkKeys() {}

  /** For ECDSA with P-256 and SHA-256: r and s, 32 bytes each (RFC 7518 §3.4). */
  static SignaturePrivateKey of(Es256KeyPair pair) throws GeneralSecurityException {
    EcdsaParameters parameters =
        EcdsaParameters.builder()
            .setCurveType(EcdsaParameters.CurveType.NIST_P256)
            .setHashType(EcdsaParameters.HashType.SHA256)
            .setSignatureEncoding(EcdsaParameters.SignatureEncoding.IEEE_P1363)
            .setVariant(EcdsaParameters.Variant.NO_PREFIX)
            .build();
    EcdsaPublicKey publicKey =
        EcdsaPublicKey.builder().setParameters(parameters).setPublicPoint(pair.point()).build();
    return EcdsaPrivateKey.builder()
        .setPublicKey(publicKey)
        .setPrivateValue(secret(pair.privateKey().getS()))
        .build();
  }

  /** For RSASSA-PKCS1-v1_5 with SHA-256. */
  static SignaturePrivateKey of(RSAPrivateCrtKey key) throws GeneralSecurityException {
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
    return RsaSsaPkcs1PrivateKey.builder()
        .setPublicKey(publicKey)
        .setPrimes(secret(key.getPrimeP()), secret(key.getPrimeQ()))
        .setPrivateExponent(secret(key.getPrivateExponent()))
        .setPrimeExponents(secret(key.getPrimeExponentP()), secret(key.getPrimeExponentQ()))
        .setCrtCoefficient(secret(key.getCrtCoefficient()))
        .build();
  }

  /** For Ed25519. */
  static SignaturePrivateKey of(byte[] privateBytes, byte[] publicBytes)
      throws GeneralSecurityException {
    return Ed25519PrivateKey.create(
        Ed25519PublicKey.create(Bytes.copyFrom(publicBytes)),
        SecretBytes.copyFrom(privateBytes, InsecureSecretKeyAccess.get()));
  }

  /** The JDK's form of a key that signs ES256, RS256 or Ed25519; empty for any other key. */
  static Optional<PrivateKey> toJdk(Key key) throws GeneralSecurityException {
    if (key instanceof EcdsaPrivateKey ecdsa
        && ecdsa.getParameters().getCurveType() == EcdsaParameters.CurveType.NIST_P256) {
      return Optional.of(toJdk(ecdsa));
    }
    if (key instanceof RsaSsaPkcs1PrivateKey rsa
        && rsa.getParameters().getHashType() == RsaSsaPkcs1Parameters.HashType.SHA256) {
      return Optional.of(toJdk(rsa));
    }
    return key instanceof Ed25519PrivateKey ed ? Optional.of(toJdk(ed)) : Optional.empty();
  }

  static byte[] sign(byte[] message, SignaturePrivateKey key) throws GeneralSecurityException {
    return keyset(key).getPrimitive(configuration(), PublicKeySign.class).sign(message);
  }

  /** What Tink is to do here: sign, and encrypt keysets. */
  static Configuration configuration() throws GeneralSecurityException {
    AeadConfig.register();
    SignatureConfig.register();
    return RegistryConfiguration.get();
  }

  /** A keyset of nothing but this key. */
  static KeysetHandle keyset(SignaturePrivateKey key) throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build();
  }

  private static PrivateKey toJdk(EcdsaPrivateKey key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new ECPrivateKeySpec(
                number(key.getPrivateValue()), curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static PrivateKey toJdk(RsaSsaPkcs1PrivateKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePrivate(
            new RSAPrivateCrtKeySpec(
                key.getPublicKey().getModulus(),
                key.getParameters().getPublicExponent(),
                number(key.getPrivateExponent()),
                number(key.getPrimeP()),
                number(key.getPrimeQ()),
                number(key.getPrimeExponentP()),
                number(key.getPrimeExponentQ()),
                number(key.getCrtCoefficient())));
  }

  private static PrivateKey toJdk(Ed25519PrivateKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(
            new EdECPrivateKeySpec(
                NamedParameterSpec.ED25519,
                key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get())));
  }

  private static SecretBigInteger secret(BigInteger value) {
    return SecretBigInteger.fromBigInteger(value, InsecureSecretKeyAccess.get());
  }

  private static BigInteger number(SecretBigInteger value) {
    return value.getBigInteger(InsecureSecretKeyAccess.get());
  }
}
