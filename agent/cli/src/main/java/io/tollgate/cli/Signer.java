package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * A private key that signs.
 *
 * @param key the key
 * @param kid what headers call it
 * @param use what it signs
 */
record Signer(SigningKey key, Optional<String> kid, KeyUse use) {
  /** Endings of the files that {@code keygen} writes. */
  static final String PEM = ".private.pem";

  static final String KEYSET = ".keyset.json";
  static final String JWK = ".jwk.json";

  /**
   * The signer of a key file, named as the JWK beside it says.
   *
   * @throws CommandException if that JWK is of another key or says that the key is not for this use
   */
  static Signer of(Path file, SigningKey key, KeyUse use)
      throws CommandException, RefusedException {
    Optional<Path> jwk = jwkBeside(file);
    if (jwk.isEmpty()) {
      return new Signer(key, Optional.empty(), use);
    }
    List<TrustedKey> keys = KeyReader.read(jwk.get().toString(), InputFiles.bytes(jwk.get()));
    TrustedKey open = keys.get(0);
    if (keys.size() != 1 || !open.key().thumbprint().equals(key.thumbprint())) {
      throw new CommandException(jwk.get() + " is not the public key of " + file + ".");
    }
    if (open.use() != use) {
      throw new CommandException(
          file
              + " is a key for use "
              + open.use().text()
              + ", as its JWK says (without use it means sig).");
    }
    return new Signer(key, open.kid(), use);
  }

  /** A compact JWS (RFC 7515 §7.1). */
  String sign(String typ, String payload) throws GeneralSecurityException {
    JsonText header = new JsonText().put("alg", key.algorithm()).put("typ", typ);
    kid.ifPresent(name -> header.put("kid", name));
    String signed = encode(header.toString()) + "." + encode(payload);
    return signed + "." + Base64Url.encode(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  /** What those who trust this key have in their policy. */
  byte[] publicJwk() {
    return key.publicJwk(kid, use).getBytes(StandardCharsets.UTF_8);
  }

  /** This key as the only one that is trusted. */
  TrustedKeys trusted() throws RefusedException {
    return new TrustedKeys(KeyReader.read("the signing key", publicJwk()));
  }

  private static String encode(String json) {
    return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Path> jwkBeside(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    for (String ending : List.of(PEM, KEYSET)) {
      if (name.endsWith(ending)) {
        Path jwk = file.resolveSibling(name.substring(0, name.length() - ending.length()) + JWK);
        return Files.exists(jwk) ? Optional.of(jwk) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
