package io.tollgate.core.command.doctor;

import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import java.util.ArrayList;
import java.util.List;

/** Which keys this product trusts, to be held against what the vendor says. */
final class KeysCheck implements Check {
  private static final String ABOUT = "key";

  @Override
  public List<Finding> look(Setup setup) {
    List<Finding> findings = new ArrayList<>();
    setup
        .trust()
        .problem()
        .ifPresent(problem -> findings.add(Finding.of(Level.WARN, ABOUT, problem)));
    for (TrustedKey key : setup.trust().keys().all()) {
      findings.add(Finding.ok(ABOUT, setup.policy().productName() + " trusts " + text(key)));
    }
    return findings;
  }

  private static String text(TrustedKey key) {
    return "the "
        + key.key().algorithm().joseName()
        + (key.use() == KeyUse.ROOT ? " root key " : " key ")
        + key.kid().orElse("without kid")
        + ", thumbprint "
        + key.key().thumbprint()
        + ".";
  }
}
