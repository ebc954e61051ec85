package io.tollgate.cli;

import com.google.crypto.tink.signature.SignaturePrivateKey;
import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.RsaRules;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonText;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** An RSA key for RSASSA-PKCS1-v1_5 with SHA-256. */
record Rs256KeyPair(RSAPrivateCrtKey privateKey) implements SigningKey {
  /**
   * A key that agents trust.
   *
   * @param name the file, for messages
   */
  static Rs256KeyPair of(String name, RSAPrivateCrtKey key) throws CommandException {
    Optional<String> broken = RsaRules.broken(key.getModulus(), key.getPublicExponent());
    if (broken.isPresent()) {
      throw new CommandException(
          name + " holds an RSA key that agents refuse: it has " + broken.get() + ".");
    }
    return new Rs256KeyPair(key);
  }

  @Override
  public String algorithm() {
    return "RS256";
  }

  @Override
  public String publicPem() {
    try {
      RSAPublicKeySpec key =
          new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent());
      return Pem.of("PUBLIC KEY", KeyFactory.getInstance("RSA").generatePublic(key).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK knows no RSA.", e);
    }
  }

  @Override
  public String publicJwk(Optional<String> kid, KeyUse use) {
    JsonText jwk = new JsonText().put("kty", "RSA");
    kid.ifPresent(name -> jwk.put("kid", name));
    return jwk.put("use", use.text())
        .put("alg", algorithm())
        .put("n", Base64Url.encode(privateKey.getModulus()))
        .put("e", Base64Url.encode(privateKey.getPublicExponent()))
        .toString();
  }

  @Override
  public SignaturePrivateKey tinkKey() throws GeneralSecurityException {
    return TinkKeys.of(privateKey);
  }
}
