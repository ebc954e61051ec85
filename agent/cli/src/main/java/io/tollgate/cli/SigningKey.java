package io.tollgate.cli;

import com.google.crypto.tink.Key;
import com.google.crypto.tink.signature.SignaturePrivateKey;
import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.license.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** A private key, and all that follows from it. */
sealed interface SigningKey permits Es256KeyPair, Rs256KeyPair, Ed25519KeyPair {
  /**
   * Enough for licenses that run for years (NIST SP 800-57 part 1, table 2: 128 bits of security).
   */
  int RSA_BITS = 3072;

  /** Its JOSE name. */
  String algorithm();

  PrivateKey privateKey();

  String publicPem();

  /**
   * The public key as a JWK (RFC 7517).
   *
   * @param kid its name, if it has one
   */
  String publicJwk(Optional<String> kid, KeyUse use);

  /** The public key as bare bytes in base64url, where its kind has such a form. */
  default Optional<String> publicRaw() {
    return Optional.empty();
  }

  /** The RFC 7638 SHA-256 thumbprint, in base64url. */
  default String thumbprint() throws RefusedException {
    byte[] pem = publicPem().getBytes(StandardCharsets.US_ASCII);
    return KeyReader.read("the public key", pem).get(0).key().thumbprint();
  }

  /** The same key in Tink's form. */
  SignaturePrivateKey tinkKey() throws GeneralSecurityException;

  /** The signature in its JOSE form (RFC 7518 §3). */
  default byte[] sign(byte[] message) throws GeneralSecurityException {
    return TinkKeys.sign(message, tinkKey());
  }

  default String privatePem() {
    return Pem.of("PRIVATE KEY", privateKey().getEncoded());
  }

  /** Makes a key for an algorithm by its JOSE name. */
  static SigningKey generate(String algorithm) throws GeneralSecurityException, CommandException {
    KeyPairGenerator generator;
    switch (algorithm) {
      case "ES256" -> {
        generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      case "RS256" -> {
        generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
      }
      case "EdDSA" -> generator = KeyPairGenerator.getInstance("Ed25519");
      default ->
          throw new CommandException("--alg " + algorithm + " is not ES256, RS256 or EdDSA.");
    }
    KeyPair pair = generator.generateKeyPair();
    return of("the new key", pair.getPrivate());
  }

  /**
   * Reads a private key from PKCS#8 PEM.
   *
   * @param name the file, for messages
   */
  static SigningKey fromPem(String name, String pem)
      throws CommandException, GeneralSecurityException {
    PKCS8EncodedKeySpec der = new PKCS8EncodedKeySpec(Pem.body(pem, "PRIVATE KEY", name));
    for (String type : List.of("EC", "RSA", "Ed25519")) {
      Optional<PrivateKey> key = read(type, der);
      if (key.isPresent()) {
        return of(name, key.get());
      }
    }
    throw new CommandException(name + " holds no EC, RSA or Ed25519 private key in PKCS#8.");
  }

  /**
   * Takes a key out of a keyset.
   *
   * @param name the file, for messages
   */
  static SigningKey fromTink(String name, Key key)
      throws CommandException, GeneralSecurityException {
    Optional<PrivateKey> known = TinkKeys.toJdk(key);
    if (known.isEmpty()) {
      throw new CommandException(
          name + " has a primary key that signs neither ES256, RS256 nor EdDSA.");
    }
    return of(name, known.get());
  }

  private static Optional<PrivateKey> read(String type, PKCS8EncodedKeySpec der)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(type).generatePrivate(der));
    } catch (InvalidKeySpecException e) {
      return Optional.empty(); // of another type
    }
  }

  private static SigningKey of(String name, PrivateKey key)
      throws CommandException, GeneralSecurityException {
    if (key instanceof ECPrivateKey ec) {
      return Es256KeyPair.of(name, ec);
    }
    if (key instanceof RSAPrivateCrtKey rsa) {
      return Rs256KeyPair.of(name, rsa);
    }
    if (key instanceof EdECPrivateKey ed && ed.getBytes().isPresent()) {
      return Ed25519KeyPair.of(ed);
    }
    throw new CommandException(name + " is of a kind that signs no licenses.");
  }
}
