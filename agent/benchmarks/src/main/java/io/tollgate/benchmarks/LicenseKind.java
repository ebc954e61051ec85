package io.tollgate.benchmarks;

import java.util.Locale;

/** Kinds of license that a start is measured under. */
public enum LicenseKind {
  ES256("ES256", "jwt", "ES256"),
  /** With the size of key that {@code keygen} makes. */
  RS256("RS256", "jwt", "RS256"),
  EDDSA("EdDSA", "jwt", "EdDSA"),
  /** A JWT by ES256 with its key, which the policy trusts by its thumbprint. */
  BUNDLE("ES256", "bundle", "bundle"),
  /** Ed25519 without JOSE. */
  LICENCE_V1("EdDSA", "licence-v1", "licence-v1");

  private final String algorithm;
  private final String format;
  private final String text;

  LicenseKind(String algorithm, String format, String text) {
    this.algorithm = algorithm;
    this.format = format;
    this.text = text;
  }

  /** What {@code keygen --alg} calls the key's algorithm. */
  public String algorithm() {
    return algorithm;
  }

  /** What {@code issue --format} and the policy call its form. */
  public String format() {
    return format;
  }

  /** A name for its files. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What tables and the command line call it. */
  @Override
  public String toString() {
    return text;
  }
}
