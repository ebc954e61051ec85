package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.license.RefusedException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which private key signs, and what the header calls it. */
final class SignerOptions {
  static final String KID_RULE =
      "The kid is taken from K.jwk.json beside K.private.pem or K.keyset.json if that is there.";

  @Mixin private KeyOptions key = new KeyOptions();

  @Option(names = "--kid", paramLabel = "K", description = "What the header calls the key.")
  private @Nullable String kid;

  Signer read(KeyUse use) throws CommandException, GeneralSecurityException, RefusedException {
    Signer signer = Signer.of(key.file(), key.read(), use);
    return kid == null ? signer : new Signer(signer.key(), Optional.of(kid), use);
  }

  boolean namesKid() {
    return kid != null;
  }
}
