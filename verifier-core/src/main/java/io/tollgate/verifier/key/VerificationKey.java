package io.tollgate.verifier.key;

/** A public key that is good for exactly one algorithm. */
public sealed interface VerificationKey permits Es256Key, Rs256Key, Ed25519Key {

  /** The one algorithm; a token's header can only agree with it. */
  Algorithm algorithm();

  /** The RFC 7638 SHA-256 thumbprint, in base64url. */
  String thumbprint();

  /** Whether the signature, in its JOSE form (RFC 7518 §3), is this key's over these bytes. */
  boolean verifies(byte[] signed, byte[] signature);
}
