package io.tollgate.cli;

import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.license.RefusedException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which private key a command is to use. */
final class KeyOptions {
  @Option(
      names = "--key",
      paramLabel = "F",
      required = true,
      description = "The private key: PKCS#8 PEM, or an encrypted Tink keyset.")
  private Path key = Path.of("");

  @Option(
      names = "--keyset-key",
      paramLabel = "F",
      description = "The key that the keyset is encrypted with.")
  private @Nullable Path keysetKey;

  Path file() {
    return key;
  }

  /** Reads the key; whether it is PEM or a keyset is told from the content. */
  SigningKey read() throws CommandException, RefusedException, GeneralSecurityException {
    String text = InputFiles.text(key);
    if (EncryptedKeyset.isKeyset(text)) {
      if (keysetKey == null) {
        throw new CommandException(
            key + " is a keyset: name the key that it is encrypted with, --keyset-key F.");
      }
      return EncryptedKeyset.read(key.toString(), text, KeyEncryptionKey.read(keysetKey));
    }
    if (keysetKey != null) {
      throw new CommandException("--keyset-key is for a keyset, and " + key + " is none.");
    }
    return SigningKey.fromPem(key.toString(), text);
  }
}
