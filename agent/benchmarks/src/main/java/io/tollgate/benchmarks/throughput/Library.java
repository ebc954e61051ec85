package io.tollgate.benchmarks.throughput;

/** Who verifies. */
public enum Library {
  TOLLGATE("Tollgate") {
    @Override
    Verification of(SignedToken token) throws Exception {
      return new TollgateVerification(token);
    }
  },
  JDK("JDK") {
    @Override
    Verification of(SignedToken token) {
      return new JdkVerification(token);
    }
  },
  TINK("Tink") {
    @Override
    Verification of(SignedToken token) throws Exception {
      return token.kind() == TokenKind.EDDSA
          ? new TinkRawVerification(token)
          : new TinkVerification(token);
    }
  },
  NIMBUS("Nimbus") {
    @Override
    Verification of(SignedToken token) throws Exception {
      return new NimbusVerification(token);
    }
  },
  JOSE4J("jose4j") {
    @Override
    Verification of(SignedToken token) {
      return new Jose4jVerification(token);
    }
  };

  private final String text;

  Library(String text) {
    this.text = text;
  }

  /** Its way to verify tokens by the key of this one. */
  abstract Verification of(SignedToken token) throws Exception;

  @Override
  public String toString() {
    return text;
  }
}
