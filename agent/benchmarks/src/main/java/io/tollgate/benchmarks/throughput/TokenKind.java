package io.tollgate.benchmarks.throughput;

/** What a token is signed with. */
public enum TokenKind {
  ES256("ES256", "ES256", "EC", 256, "SHA256withECDSAinP1363Format"),
  RS256_2048("RS256, 2048 bits", "RS256", "RSA", 2048, "SHA256withRSA"),
  RS256_3072("RS256, 3072 bits", "RS256", "RSA", 3072, "SHA256withRSA"),
  EDDSA("EdDSA", "EdDSA", "Ed25519", 255, "Ed25519");

  private final String text;
  private final String joseName;
  private final String generator;
  private final int bits;
  private final String signature;

  TokenKind(String text, String joseName, String generator, int bits, String signature) {
    this.text = text;
    this.joseName = joseName;
    this.generator = generator;
    this.bits = bits;
    this.signature = signature;
  }

  /** The header's {@code alg}. */
  String joseName() {
    return joseName;
  }

  /** The name of the JDK's {@link java.security.KeyPairGenerator}. */
  String generator() {
    return generator;
  }

  int bits() {
    return bits;
  }

  /** The name of the JDK's {@link java.security.Signature} whose bytes are those of JOSE. */
  String signature() {
    return signature;
  }

  @Override
  public String toString() {
    return text;
  }
}
