package io.tollgate.cli;

import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonText;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;

/** An RSA key for RSASSA-PKCS1-v1_5 with SHA-256. */
record Rs256KeyPair(RSAPrivateCrtKey privateKey) implements SigningKey {

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
  public String publicJwk(String kid) {
    return new JsonText()
        .put("kty", "RSA")
        .put("kid", kid)
        .put("use", "sig")
        .put("alg", algorithm())
        .put("n", Base64Url.encode(privateKey.getModulus()))
        .put("e", Base64Url.encode(privateKey.getPublicExponent()))
        .toString();
  }

  @Override
  public byte[] sign(byte[] message) throws GeneralSecurityException {
    return TinkSigner.sign(message, privateKey);
  }
}
