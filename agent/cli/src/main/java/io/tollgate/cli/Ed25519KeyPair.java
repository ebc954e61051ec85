package io.tollgate.cli;

import com.google.crypto.tink.signature.SignaturePrivateKey;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.text.Base64Url;
import io.tollgate.verifier.text.JsonText;
import java.security.GeneralSecurityException;
import java.security.interfaces.EdECPrivateKey;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key.
 *
 * @param privateKey the private key
 * @param encoded the public key, 32 bytes in base64url
 */
record Ed25519KeyPair(EdECPrivateKey privateKey, String encoded) implements SigningKey {
  private static final String SPKI_PREFIX = "MCowBQYDK2VwAyEA";

  static Ed25519KeyPair of(EdECPrivateKey key) {
    byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(key.getBytes().orElseThrow(), 0, encoded, 0);
    return new Ed25519KeyPair(key, Base64Url.encode(encoded));
  }

  @Override
  public String algorithm() {
    return "EdDSA";
  }

  @Override
  public String publicPem() {
    return Pem.ofPublicKey(SPKI_PREFIX, publicBytes());
  }

  @Override
  public String publicJwk(Optional<String> kid, KeyUse use) {
    JsonText jwk = new JsonText().put("kty", "OKP").put("crv", "Ed25519");
    kid.ifPresent(name -> jwk.put("kid", name));
    return jwk.put("use", use.text()).put("alg", algorithm()).put("x", encoded).toString();
  }

  @Override
  public Optional<String> publicRaw() {
    return Optional.of(encoded);
  }

  @Override
  public SignaturePrivateKey tinkKey() throws GeneralSecurityException {
    return TinkKeys.of(privateKey.getBytes().orElseThrow(), publicBytes());
  }

  private byte[] publicBytes() {
    return Base64Url.decode(encoded).orElseThrow();
  }
}
